import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useTypedText } from "@/shared/ui/useTypedText";

let told: string[];

function Search() {
  const search = useTypedText("", (text) => told.push(`search ${text}`));
  return (
    <>
      <input
        aria-label="Search"
        value={search.text}
        onChange={(event) => search.type(event.currentTarget.value)}
        onBlur={search.flush}
      />
      <button type="button" onClick={() => told.push("clear")}>
        Clear
      </button>
    </>
  );
}

beforeEach(() => {
  told = [];
  vi.useFakeTimers();
  render(<Search />);
  fireEvent.change(screen.getByLabelText("Search"), { target: { value: "meera" } });
});
afterEach(() => vi.useRealTimers());

test("a typed text is reported after a pause, and once", () => {
  expect(told).toEqual([]);
  vi.advanceTimersByTime(250);
  fireEvent.blur(screen.getByLabelText("Search"));
  vi.runAllTimers();
  expect(told).toEqual(["search meera"]);
});

test("a typed text is reported at once when its field is left by the keyboard", () => {
  fireEvent.blur(screen.getByLabelText("Search"));
  expect(told).toEqual(["search meera"]);
});

test("a typed text is not reported while the mouse is pressed, but before the click counts", () => {
  const button = screen.getByRole("button");
  fireEvent.pointerDown(button);
  fireEvent.blur(screen.getByLabelText("Search"));
  vi.advanceTimersByTime(500);
  expect(told).toEqual([]);
  fireEvent.pointerUp(button);
  fireEvent.click(button);
  expect(told).toEqual(["search meera", "clear"]);
});

test("a typed text is reported when a press ends without a click", () => {
  fireEvent.pointerDown(document.body);
  fireEvent.blur(screen.getByLabelText("Search"));
  fireEvent.pointerCancel(document.body);
  vi.advanceTimersByTime(0);
  expect(told).toEqual(["search meera"]);
});
