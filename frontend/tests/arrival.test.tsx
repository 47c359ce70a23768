import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test, vi } from "vitest";
import { useArrival } from "@/features/event-management/done";

const DONE = { done: "repeat.done", values: { count: 17 } };
const arriving = ({ children }: { children: ReactNode }) => (
  <MemoryRouter initialEntries={[{ pathname: "/", state: DONE }]}>{children}</MemoryRouter>
);

afterEach(() => void vi.useRealTimers());

test("what was done before is shown for a while, and not again when the page is loaded again", () => {
  vi.useFakeTimers();
  window.history.replaceState({ usr: DONE, key: "x" }, "");
  const { result } = renderHook(useArrival, { wrapper: arriving });
  expect(result.current).toEqual(DONE);
  expect(window.history.state).toEqual({ usr: null, key: "x" });
  act(() => void vi.advanceTimersByTime(14_000));
  expect(result.current).toEqual(DONE);
  act(() => void vi.advanceTimersByTime(2_000));
  expect(result.current).toBeNull();
});
