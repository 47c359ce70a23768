import { z } from "@/features/account/formSchema";
import type { Event, Session } from "@/shared/api/types";
import { amountText, minorUnits } from "@/shared/money/minorUnits";
import { dayKey, formatClock } from "@/shared/time/format";
import { daysLater, instantAt } from "@/shared/time/wallClock";
import type { NewSession, SessionChange } from "./eventManagementApi";

export const CURRENCIES = ["EUR", "USD", "GBP", "INR", "CHF", "JPY", "MXN", "AUD"];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CLOCK = /^\d{2}:\d{2}$/;

/** Days and clock times are the event's own, whatever zone the reader sits in. */
export function sessionForm(zone: string) {
  return z
    .object({
      title: z.string().trim().max(200),
      startDay: z.string().regex(DAY),
      startClock: z.string().regex(CLOCK),
      endDay: z.string().regex(DAY),
      endClock: z.string().regex(CLOCK),
      capacity: z
        .string()
        .regex(/^\d{1,6}$/)
        .refine((text) => Number(text) >= 1 && Number(text) <= 100_000),
      price: z.string(),
      currency: z.string().regex(/^[A-Z]{3}$/),
      location: z.string().trim().max(200),
    })
    .refine(({ price, currency }) => price.trim() === "" || minorUnits(price, currency) !== null, {
      path: ["price"],
    })
    .refine(
      ({ startDay, startClock, endDay, endClock }) => {
        const [start, end] = [instantAt(startDay, startClock, zone), instantAt(endDay, endClock, zone)];
        return !start || !end || end > start;
      },
      { path: ["endClock"] },
    );
}
export type SessionValues = z.infer<ReturnType<typeof sessionForm>>;

export function valuesOfSession(session: Session): SessionValues {
  const [start, end] = [new Date(session.start_time), new Date(session.end_time)];
  const zone = session.time_zone;
  return {
    title: session.title,
    startDay: dayKey(start, zone),
    startClock: formatClock(start, zone, "en-GB"),
    endDay: dayKey(end, zone),
    endClock: formatClock(end, zone, "en-GB"),
    capacity: String(session.capacity),
    price: amountText(session.price_cents, session.currency),
    currency: session.currency,
    location: session.location,
  };
}

/** The next one like the last: a week later where there is one, else tomorrow morning. */
export function nextSessionValues(event: Event, now: Date): SessionValues {
  const last = event.sessions.at(-1);
  if (last) {
    const values = valuesOfSession(last);
    return { ...values, startDay: daysLater(values.startDay, 7), endDay: daysLater(values.endDay, 7) };
  }
  const tomorrow = daysLater(dayKey(now, event.time_zone), 1);
  return {
    title: event.title,
    startDay: tomorrow,
    startClock: "09:00",
    endDay: tomorrow,
    endClock: "10:30",
    capacity: "12",
    price: "",
    currency: event.currency ?? "EUR",
    location: event.location,
  };
}

export function startOf(values: SessionValues, zone: string): Date | null {
  return instantAt(values.startDay, values.startClock, zone);
}

export function endOf(values: SessionValues, zone: string): Date | null {
  return instantAt(values.endDay, values.endClock, zone);
}

/** In milliseconds; 0 while a part is missing, and less where it ends before it starts. */
export function lengthOf(values: SessionValues, zone: string): number {
  const [start, end] = [startOf(values, zone), endOf(values, zone)];
  return start && end ? end.getTime() - start.getTime() : 0;
}

/** A title or place that is empty, or repeats the event's, is left to the event; a place left to it follows it. */
export function asNewSession(values: SessionValues, event: Event): NewSession {
  const own = (text: string, ofEvent: string) => (text === "" || text === ofEvent ? null : text);
  return {
    title: own(values.title, event.title),
    start_time: startOf(values, event.time_zone)?.toISOString() ?? "",
    end_time: endOf(values, event.time_zone)?.toISOString() ?? "",
    capacity: Number(values.capacity),
    price_cents: minorUnits(values.price || "0", values.currency) ?? 0,
    currency: values.currency,
    location: own(values.location, event.location),
  };
}

/** Only what differs, as the API takes it; null where nothing does. */
export function sessionChange(
  before: SessionValues,
  after: SessionValues,
  event: Event,
): SessionChange | null {
  const [old, now] = [asNewSession(before, event), asNewSession(after, event)];
  const change: SessionChange = {};
  if (after.title !== before.title) change.title = after.title || event.title;
  if (now.start_time !== old.start_time) change.start_time = now.start_time;
  if (now.end_time !== old.end_time) change.end_time = now.end_time;
  if (now.capacity !== old.capacity) change.capacity = now.capacity;
  if (now.price_cents !== old.price_cents) change.price_cents = now.price_cents;
  if (now.currency !== old.currency) change.currency = now.currency;
  if (after.location !== before.location) change.location = now.location;
  return Object.keys(change).length > 0 ? change : null;
}
