import { z } from "@/features/account/formSchema";
import { KINDS } from "@/features/events/eventTimes";
import type { Event } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import type { Difference } from "./BeforeAndAfter";
import type { EventChange, NewEvent } from "./eventManagementApi";

const LINK = /^https?:\/\/[^\s/]+\.?[^\s]*$/;

export const eventForm = z.object({
  title: z.string().trim().min(1).max(200),
  kind: z.enum(KINDS),
  description: z.string().max(8000),
  location: z.string().trim().max(200),
  link: z
    .string()
    .trim()
    .max(500)
    .refine((link) => link === "" || LINK.test(link)),
  time_zone: z.string().min(1),
  cover: z.string().regex(/^[A-Za-z0-9 _.-]{1,64}$/),
});
export type EventValues = z.infer<typeof eventForm>;

export function valuesOfEvent(event: Event): EventValues {
  const { title, kind, description, location, link, time_zone, cover } = event;
  return {
    title,
    kind: KINDS.find((known) => known === kind) ?? "class",
    description,
    location,
    link: link ?? "",
    time_zone,
    cover,
  };
}

export function blankEvent(zone: string): EventValues {
  return {
    title: "",
    kind: "class",
    description: "",
    location: "",
    link: "",
    time_zone: zone,
    cover: newSeed(),
  };
}

/** A seed for a cover nobody has yet. */
export function newSeed(): string {
  return crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? "samaya";
}

export function asNewEvent({ link, ...values }: EventValues): NewEvent {
  return { ...values, link: link || null, online: false, draft: false };
}

/** Only what differs: what somebody else changed meanwhile stays as they made it. */
export function eventChange(before: EventValues, after: EventValues): EventChange | null {
  const names = (Object.keys(after) as (keyof EventValues)[]).filter((name) => after[name] !== before[name]);
  if (names.length === 0) return null;
  const change = Object.fromEntries(names.map((name) => [name, after[name]])) as EventChange;
  return "link" in change ? { ...change, link: change.link || null } : change;
}

/** What a change does to an event, for the fields that guests plan by. */
export function eventDifferences(change: EventChange, before: EventValues): Difference[] {
  const names = { title: t("eventForm.title"), location: t("eventForm.location"), link: t("eventForm.link") };
  return (Object.keys(names) as (keyof typeof names)[])
    .filter((name) => change[name] !== undefined)
    .map((name) => ({ name: names[name], before: before[name], after: change[name] ?? "" }));
}
