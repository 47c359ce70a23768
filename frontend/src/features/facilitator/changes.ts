import { MOVED } from "@/shared/movedReason";
import type { FacilitatorBooking } from "./facilitatorTypes";

export type Change = {
  kind: "booked" | "cancelled" | "moved" | "changed";
  names: string[];
  event: string;
  sessionId: number | null;
  /** When the session starts, as it is now; null if it is not known. */
  start: string | null;
  /** The newest one's time. */
  at: string;
};

type Row = Pick<
  FacilitatorBooking,
  | "status"
  | "cancel_reason"
  | "booked_at"
  | "updated_at"
  | "user_name"
  | "event_title"
  | "session_id"
  | "session_start"
>;

/** What happened since then, the newest first. A change of a session is one line, however many guests it has. */
export function changesSince(bookings: readonly Row[], since: Date): Change[] {
  const changes: Change[] = [];
  for (const booking of bookings) {
    if (new Date(booking.updated_at) < since) continue;
    const kind = kindOf(booking, since);
    const same = changes.find(
      (change) =>
        kind === "changed" &&
        change.kind === kind &&
        change.sessionId !== null &&
        change.sessionId === booking.session_id,
    );
    if (same) same.names.push(booking.user_name);
    else
      changes.push({
        kind,
        names: [booking.user_name],
        event: booking.event_title,
        sessionId: booking.session_id,
        start: booking.session_start,
        at: booking.updated_at,
      });
  }
  return changes;
}

function kindOf(booking: Row, since: Date): Change["kind"] {
  if (booking.cancel_reason === MOVED) return "moved";
  if (booking.status === "cancelled" || booking.status === "refunded") return "cancelled";
  return new Date(booking.booked_at) >= since ? "booked" : "changed";
}
