import type { TimelineStep } from "@/shared/api/types";

/** The channel that tells the facilitator. */
const FACILITATOR_CHANNEL = "crm";
const CHANGES = ["created", "cancelled", "reactivated"] as const;
type Change = (typeof CHANGES)[number];

export type TimelineEntry =
  | { kind: Change; at: string; version: number }
  | { kind: "told"; change: Change; at: string; version: number }
  | { kind: "waiting"; change: Change; tries: number; version: number; at: null };

const changeOf = (action: string): Change => CHANGES.find((change) => change === action) ?? "created";

/**
 * The log of a booking in steps a customer cares about: what they did, and whether their facilitator knows. Single
 * attempts become one line, "will be told as soon as possible", which disappears once the facilitator was told.
 */
export function readableTimeline(steps: readonly TimelineStep[]): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const toFacilitator = steps.filter((step) => step.channel === FACILITATOR_CHANNEL);
  for (const step of steps) {
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
  return entries;
}

/** What the facilitator knows of the latest change. */
export function facilitatorKnows(entries: readonly TimelineEntry[]): TimelineEntry | undefined {
  const latest = Math.max(0, ...entries.map((entry) => entry.version));
  return entries.find(
    (entry) => entry.version === latest && (entry.kind === "told" || entry.kind === "waiting"),
  );
}
