import { KINDS } from "@/features/events";
import type { Event } from "@/shared/api/types";
import { z } from "@/shared/formSchema";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { MAX_TITLE_LENGTH } from "@/shared/limits";
import type { Difference } from "./BeforeAndAfter";
import type { EventChange, EventOfTemplate, NewEvent } from "./eventManagementApi";

const LINK = /^https?:\/\/[^\s/]+\.?[^\s]*$/;

/** What the server draws a cover from. */
export const SEED = /^[A-Za-z0-9 _.-]{1,64}$/;

/** "7.5" per cent in hundredths of a per cent, as the API takes it; null if it is no rate. */
export function taxRate(text: string): number | null {
  const match = /^(\d{1,2})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!match) return text.trim() === "" ? 0 : null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

export type LadderStep = { days: string; percent: string };
type LadderProblem = "bad" | "rising" | "sameDays";

/** What is wrong with the steps of refunds; null if nothing is. */
export function ladderProblem(steps: readonly LadderStep[]): LadderProblem | null {
  const whole = (text: string, most: number) => /^\d{1,3}$/.test(text.trim()) && Number(text) <= most;
  if (!steps.every(({ days, percent }) => whole(days, 365) && whole(percent, 100))) return "bad";
  const sorted = steps
    .map(({ days, percent }) => ({ days: Number(days), percent: Number(percent) }))
    .sort((one, other) => other.days - one.days);
  for (const [index, later] of sorted.entries()) {
    const earlier = sorted[index - 1];
    if (earlier?.days === later.days) return "sameDays";
    if (earlier && later.percent > earlier.percent) return "rising";
  }
  return null;
}

export type ProgrammePart = { title: string; text: string };

const MAX_LINES = 20;
const MAX_PART_LENGTH = 1000;

/** Texts that are typed one to a line. */
const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
const lines = z
  .string()
  .refine((text) => linesOf(text).length <= MAX_LINES)
  .refine((text) => linesOf(text).every((line) => line.length <= MAX_TITLE_LENGTH));
/** Without the parts that nothing is typed in. */
const typedParts = (parts: readonly ProgrammePart[]) =>
  parts
    .map(({ title, text }) => ({ title: title.trim(), text: text.trim() }))
    .filter(({ title, text }) => title || text);

export const eventForm = z.object({
  title: z.string().trim().min(1).max(MAX_TITLE_LENGTH),
  kind: z.enum(KINDS),
  description: z.string().max(8000),
  format: z.enum(["in_person", "online"]),
  location: z.string().trim().max(200),
  link: z
    .string()
    .trim()
    .max(500)
    .refine((link) => link === "" || LINK.test(link)),
  /** "" asks nobody to come early. */
  early: z.string().regex(/^\d{0,3}$/),
  time_zone: z.string().min(1),
  cover: z.string().trim().regex(SEED),
  /** In per cent; "" is none. */
  tax: z.string().refine((text) => taxRate(text) !== null),
  languages: z.array(z.string()),
  included: lines,
  to_bring: lines,
  programme: z
    .array(z.object({ title: z.string(), text: z.string() }))
    .refine((parts) =>
      typedParts(parts).every(
        ({ title, text }) =>
          title.length > 0 && title.length <= MAX_TITLE_LENGTH && text.length <= MAX_PART_LENGTH,
      ),
    ),
  ladder: z.array(z.object({ days: z.string(), percent: z.string() })).superRefine((steps, context) => {
    const problem = ladderProblem(steps);
    if (problem) context.addIssue({ code: "custom", message: problem });
  }),
});
export type EventValues = z.infer<typeof eventForm>;

export function valuesOfEvent(event: Event | EventOfTemplate): EventValues {
  const { title, kind, description, location, link, time_zone, cover, online, arrive_minutes_early } = event;
  const { tax_rate, refund_ladder } = event;
  return {
    title,
    kind: KINDS.find((known) => known === kind) ?? "class",
    description,
    format: online ? "online" : "in_person",
    location,
    link: link ?? "",
    early: arrive_minutes_early ? String(arrive_minutes_early) : "",
    time_zone,
    cover,
    tax: tax_rate === 0 ? "" : String(tax_rate / 100),
    languages: event.languages,
    included: event.included.join("\n"),
    to_bring: event.to_bring.join("\n"),
    programme: event.programme,
    ladder: refund_ladder.map(({ days_before, percent }) => ({
      days: String(days_before),
      percent: String(percent),
    })),
  };
}

export function blankEvent(zone: string): EventValues {
  return {
    title: "",
    kind: "class",
    description: "",
    format: "in_person",
    location: "",
    link: "",
    early: "",
    time_zone: zone,
    cover: newSeed(),
    tax: "",
    languages: [],
    included: "",
    to_bring: "",
    programme: [],
    ladder: [{ days: "1", percent: "100" }],
  };
}

/** A random seed for a new cover. */
export function newSeed(): string {
  return crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? "samaya";
}

/** A new event is a draft until its facilitator publishes it. */
export function asNewEvent(values: EventValues): NewEvent {
  return { ...asStored(values), draft: true };
}

/** The values as the API takes them. An online event has no location, one in person no meeting link. */
function asStored({ format, early, location, link, tax, ladder, ...values }: EventValues) {
  const online = format === "online";
  return {
    ...values,
    online,
    location: online ? "" : location,
    link: online && link ? link : null,
    arrive_minutes_early: early === "" ? null : Number(early),
    tax_rate: taxRate(tax) ?? 0,
    included: linesOf(values.included),
    to_bring: linesOf(values.to_bring),
    programme: typedParts(values.programme),
    refund_ladder: ladder.map(({ days, percent }) => ({
      days_before: Number(days),
      percent: Number(percent),
    })),
  };
}

/** Only the changed fields, so that what somebody else changed meanwhile is kept. Null if nothing changed. */
export function eventChange(before: EventValues, after: EventValues): EventChange | null {
  const [old, now] = [asStored(before), asStored(after)];
  const names = (Object.keys(now) as (keyof typeof now)[]).filter(
    (name) => JSON.stringify(now[name]) !== JSON.stringify(old[name]),
  );
  if (names.length === 0) return null;
  return Object.fromEntries(names.map((name) => [name, now[name]])) as EventChange;
}

/** The old and new values of the changed fields that matter to guests. */
export function eventDifferences(change: EventChange, before: EventValues): Difference[] {
  const names = { title: t("eventForm.title"), location: t("eventForm.location"), link: t("eventForm.link") };
  return (Object.keys(names) as (keyof typeof names)[])
    .filter((name) => change[name] !== undefined)
    .map((name) => ({ name: names[name], before: before[name], after: change[name] ?? "" }));
}

const ENOUGH_DESCRIPTION = 120; // characters

/** What guests look for on an event's page, and whether it is there. */
export function missingForGuests(values: EventValues, pictures?: number) {
  const lasting =
    values.kind === "retreat" ? [{ name: "programme", done: typedParts(values.programme).length > 0 }] : [];
  const where =
    values.format === "online"
      ? { name: "link", done: values.link !== "" }
      : { name: "location", done: values.location.trim() !== "" };
  return [
    // An event that isn't saved yet can't have any.
    ...(pictures === undefined ? [] : [{ name: "pictures", done: pictures > 0 }]),
    { name: "description", done: values.description.trim().length >= ENOUGH_DESCRIPTION },
    where,
    { name: "languages", done: values.languages.length > 0 },
    { name: "included", done: linesOf(values.included).length > 0 },
    { name: "toBring", done: linesOf(values.to_bring).length > 0 },
    ...lasting,
  ] as {
    name:
      | "pictures"
      | "description"
      | "link"
      | "location"
      | "languages"
      | "included"
      | "toBring"
      | "programme";
    done: boolean;
  }[];
}
