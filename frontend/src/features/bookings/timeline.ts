import type { BookingStatus, TimelineStep } from "@/shared/api/types";

/** The channel by which the facilitator learns of bookings. */
const FACILITATOR_CHANNEL = "crm";
const GUEST_CHANGES = ["created", "cancelled", "reactivated"] as const;
type GuestChange = (typeof GUEST_CHANGES)[number];
const OTHER_STATES = [
  "held",
  "expired",
  "refunded",
  "attended",
  "no_show",
] as const satisfies readonly BookingStatus[];
type OtherState = (typeof OTHER_STATES)[number];

/** The old and new values of a session that its facilitator changed. */
export type SessionChange = {
  startsAt?: readonly [string, string];
  endsAt?: readonly [string, string];
  location?: readonly [string, string];
};

/** `other` is the other booking, if the guest has moved from one date to another. */
export type TimelineEntry =
  | { kind: GuestChange | OtherState; at: string; version: number; other?: number | undefined }
  | { kind: "changed"; at: string; version: number; change: SessionChange }
  | { kind: "confirmed"; at: string; version: number }
  | { kind: "calledOff"; at: string; version: number; reason: string | null }
  | { kind: "notified"; at: string; version: number }
  | { kind: "waiting"; version: number; at: null };

/**
 * The steps of a booking that matter to a guest: what they did, what the facilitator changed, and whether the
 * facilitator has been told. Attempts to deliver are one line, "We're letting Priya know", until one succeeds.
 * `calledOff` means that the facilitator cancelled the booking.
 */
export function readableTimeline(steps: readonly TimelineStep[], calledOff = false): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  // A booking that the facilitator cancelled stays cancelled: that was its last cancellation.
  const lastCancelled = calledOff ? steps.findLast((step) => step.kind === "cancelled")?.version : undefined;
  const byFacilitator = new Set(steps.filter((step) => step.kind === "updated").map((step) => step.version));
  if (lastCancelled !== undefined) byFacilitator.add(lastCancelled);
  const notified = new Set<number>();
  for (const step of steps) {
    const { at, version } = step;
    const guests = GUEST_CHANGES.find((change) => change === step.kind);
    const state = OTHER_STATES.find((name) => name === step.kind);
    if (step.kind === "updated" && isConfirmation(step)) entries.push({ kind: "confirmed", at, version });
    else if (step.kind === "updated")
      entries.push({ kind: "changed", at, version, change: sessionChange(step) });
    else if (byFacilitator.has(version)) {
      if (step.kind === "cancelled") entries.push({ kind: "calledOff", at, version, reason: step.detail });
    } else if (guests) entries.push({ kind: guests, at, version, other: otherBooking(step) });
    else if (state) entries.push({ kind: state, at, version });
    else if (step.kind === "stored" && step.channel === FACILITATOR_CHANNEL) {
      notified.add(version);
      entries.push({ kind: "notified", at, version });
    }
  }
  for (const step of steps) {
    const open =
      step.kind === "queued" && step.channel === FACILITATOR_CHANNEL && !notified.has(step.version);
    if (!open || byFacilitator.has(step.version)) continue;
    entries.push({ kind: "waiting", version: step.version, at: null });
  }
  return entries.sort((one, other) => one.version - other.version);
}

/** The booking that the guest moved to with this step, or from. */
function otherBooking({ changes }: TimelineStep): number | undefined {
  const other: unknown = changes?.moved_to ?? changes?.moved_from;
  return typeof other === "number" ? other : undefined;
}

/** Whether the step says that a session with a minimum of guests takes place. */
function isConfirmation(step: TimelineStep): boolean {
  const state = step.changes?.run_state;
  return Array.isArray(state) && state[1] === "confirmed";
}

function sessionChange(step: TimelineStep): SessionChange {
  const changes = step.changes ?? {};
  const pair = (name: string) => {
    const value = changes[name];
    return Array.isArray(value) && value.length === 2
      ? ([String(value[0] ?? ""), String(value[1] ?? "")] as const)
      : undefined;
  };
  const [startsAt, endsAt, location] = [pair("starts_at"), pair("ends_at"), pair("location")];
  return { ...(startsAt && { startsAt }), ...(endsAt && { endsAt }), ...(location && { location }) };
}

/** Whether the CRM accepted the message about the guest's latest change; undefined if the timeline does not say. */
export function facilitatorTold(entries: readonly TimelineEntry[]): boolean | undefined {
  const messages = entries.filter((entry) => entry.kind === "notified" || entry.kind === "waiting");
  const latest = Math.max(
    0,
    ...entries
      .filter((entry) => GUEST_CHANGES.some((change) => change === entry.kind))
      .map(({ version }) => version),
  );
  const message = messages.find(({ version }) => version === latest);
  return message && message.kind === "notified";
}

/** The booking to which the guest moved their place, as the newest cancellation says. */
export function movedTo(entries: readonly TimelineEntry[]): number | undefined {
  const last = entries.findLast(({ kind }) => kind === "cancelled");
  return last && "other" in last ? last.other : undefined;
}
