import { describe, expect, it } from "vitest";
import { changesSince } from "@/features/facilitator/changes";
import { readArrival } from "@/features/facilitator/useLiveBookings";

const SINCE = new Date("2026-11-24T10:00:00Z");
const row = (user_name: string, status: string, booked_at: string, updated_at: string, session_id = 4) => ({
  cancel_reason: null as string | null,
  user_name,
  status,
  booked_at,
  updated_at,
  session_id,
  session_start: null,
  event_title: "Evening Sit",
});

describe("what changed since yesterday", () => {
  it("names who booked and who cancelled, and leaves out what is older", () => {
    const changes = changesSince(
      [
        row("Asha", "booked", "2026-11-25T09:00:00Z", "2026-11-25T09:00:00Z"),
        row("Ravi", "cancelled", "2026-11-20T09:00:00Z", "2026-11-25T08:00:00Z"),
        row("Old", "booked", "2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z"),
      ],
      SINCE,
    );
    expect(changes.map(({ kind, names }) => [kind, names])).toEqual([
      ["booked", ["Asha"]],
      ["cancelled", ["Ravi"]],
    ]);
  });

  it("says that a guest moved to another date, rather than that they no longer come", () => {
    const old = row("Asha", "cancelled", "2026-11-20T09:00:00Z", "2026-11-25T08:00:00Z");
    const [change] = changesSince([{ ...old, cancel_reason: "moved_to_another_date" }], SINCE);
    expect(change?.kind).toBe("moved");
  });

  it("tells a session that moved once, and another session's apart", () => {
    const moved = (name: string, session: number) =>
      row(name, "booked", "2026-11-20T09:00:00Z", "2026-11-25T08:00:00Z", session);
    const changes = changesSince([moved("Asha", 4), moved("Ravi", 4), moved("Maya", 5)], SINCE);
    expect(changes.map(({ names }) => names)).toEqual([["Asha", "Ravi"], ["Maya"]]);
  });
});

it("a booking that was cancelled for another date has been moved", () => {
  const additional_data = { state: "cancelled", reason: "moved_to_another_date" };
  const text = JSON.stringify({ data: { booking_id: 5, action: "cancelled", additional_data } });
  expect(readArrival(text)?.action).toBe("moved");
});

it("a refund after a cancellation is no change of the booking, which stays cancelled", () => {
  const arrival = (action: string, state: string) =>
    readArrival(JSON.stringify({ data: { booking_id: 5, action, additional_data: { state } } }))?.action;
  expect(arrival("updated", "refunded")).toBe("cancelled");
  expect(arrival("updated", "cancelled")).toBe("cancelled");
  expect(arrival("updated", "booked")).toBe("updated");
  expect(arrival("reactivated", "booked")).toBe("reactivated");
});
