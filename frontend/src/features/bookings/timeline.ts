import type { TimelineStep } from "@/shared/api/types";

/** The channel that tells the facilitator. */
const FACILITATOR_CHANNEL = "crm";
const CHANGES = ["created", "cancelled", "reactivated"] as const;
type Change = (typeof CHANGES)[number];

export type TimelineEntry =
  | { kind: Change; at: string; version: number }
  /** What the facilitator did to the session; nobody has to tell them. */
  | { kind: "changed" | "calledOff"; at: string; version: number; reason: string | null }
  | { kind: "told"; change: Change; at: string; version: number }
  | { kind: "waiting"; change: Change; tries: number; version: number; at: null };

const CHANGED: ReadonlySet<string> = new Set(["updated", "cancelled"]);

const changeOf = (action: string): Change => CHANGES.find((change) => change === action) ?? "created";

/**
 * The log of a booking in steps a customer cares about: what they did, and whether their facilitator knows. Single
 * attempts become one line, "will be told as soon as possible", which disappears once the facilitator was told.
 * `calledOff` says that the facilitator cancelled the booking.
 */
export function readableTimeline(steps: readonly TimelineStep[], calledOff = false): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  // A booking that the facilitator cancelled stays so: it was the last time that it was cancelled.
  const off = calledOff ? steps.findLast((step) => step.kind === "cancelled")?.version : undefined;
  const byFacilitator = new Set(steps.filter((step) => step.kind === "updated").map((step) => step.version));
  if (off !== undefined) byFacilitator.add(off);
  for (const step of steps.filter(({ kind, version }) => CHANGED.has(kind) && byFacilitator.has(version))) {
    const kind = step.kind === "updated" ? "changed" : "calledOff";
    entries.push({ kind, at: step.at, version: step.version, reason: step.detail });
  }
  const own = steps.filter((step) => !byFacilitator.has(step.version));
  const toFacilitator = own.filter((step) => step.channel === FACILITATOR_CHANNEL);
  for (const step of own) {
    const change = CHANGES.find((known) => known === step.kind);
    if (change) entries.push({ kind: change, at: step.at, version: step.version });
    if (step.kind === "stored" && step.channel === FACILITATOR_CHANNEL) {
      entries.push({ kind: "told", change: changeOf(step.action), at: step.at, version: step.version });
    }
  }
  const told = new Set(entries.flatMap((entry) => (entry.kind === "told" ? [entry.version] : [])));
  for (const queued of toFacilitator.filter((step) => step.kind === "queued" && !told.has(step.version))) {
    const tries = toFacilitator.filter(
      (step) => step.kind === "attempt" && step.version === queued.version,
    ).length;
    entries.push({
      kind: "waiting",
      change: changeOf(queued.action),
      tries,
      version: queued.version,
      at: null,
    });
  }
  return entries.sort((one, other) => one.version - other.version);
}

/** What the facilitator knows of the guest's latest change. */
export function facilitatorKnows(entries: readonly TimelineEntry[]): TimelineEntry | undefined {
  const guests = entries.filter(({ kind }) => kind !== "changed" && kind !== "calledOff");
  const latest = Math.max(0, ...guests.map((entry) => entry.version));
  return guests.find(
    (entry) => entry.version === latest && (entry.kind === "told" || entry.kind === "waiting"),
  );
}
