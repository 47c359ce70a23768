/**
 * A browser sends a click only to what was under the pointer both when its button went down and when it came up. A list
 * that changes in between loses the click, so changes of what is on the page wait for the end of the press.
 */

/** Milliseconds: a release outside the window, or on a scroll bar, may never be reported. */
const MAX_PRESS_MS = 1_000;

type Task = () => void;
let pressed = false;
let end: ReturnType<typeof setTimeout>;
let atTheRelease: Task[] = [];
let afterTheClick: Task[] = [];

/** Runs the task now or, while a button is down, when it comes up: before the click that follows. */
export function atRelease(task: Task): void {
  if (pressed) atTheRelease.push(task);
  else task();
}

/** Runs the task now or, while a button is down, after the click. */
export function afterClick(task: Task): void {
  if (pressed) afterTheClick.push(task);
  else task();
}

function release(): void {
  const tasks = atTheRelease;
  atTheRelease = [];
  for (const task of tasks) task();
}

function endPress(): void {
  pressed = false;
  release();
  const tasks = afterTheClick;
  afterTheClick = [];
  for (const task of tasks) task();
}

function endPressIn(milliseconds: number): void {
  clearTimeout(end);
  end = setTimeout(endPress, milliseconds);
}

addEventListener(
  "pointerdown",
  () => {
    pressed = true;
    endPressIn(MAX_PRESS_MS);
  },
  true,
);
for (const type of ["pointerup", "pointercancel"])
  addEventListener(
    type,
    () => {
      release();
      // The click follows the release in the same task.
      endPressIn(0);
    },
    true,
  );
