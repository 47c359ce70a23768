import { kindOf } from "@/features/events";
import type { Event, EventKind, Session } from "@/shared/api/types";
import { z } from "@/shared/formSchema";
import { currentLanguage } from "@/shared/i18n/LanguageProvider";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { MAX_TITLE_LENGTH } from "@/shared/limits";
import { formatMoney } from "@/shared/money/format";
import { amountText, minorUnits } from "@/shared/money/minorUnits";
import { dayKey, formatClock } from "@/shared/time/format";
import { sessionMoment, sessionTimes } from "@/shared/time/sessionTime";
import { daysLater, instantAt, weeksUntilNext } from "@/shared/time/wallClock";
import type { Difference } from "./BeforeAndAfter";
import type { NewSession, SessionChange } from "./eventManagementApi";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DEPOSIT = /^[1-9]\d?$/;
const CLOCK = /^\d{2}:\d{2}$/;

/** The form of a session. Its dates and times are in the event's time zone. */
export function sessionForm(zone: string) {
  return z
    .object({
      title: z.string().trim().max(MAX_TITLE_LENGTH),
      startDay: z.string().regex(DAY),
      startClock: z.string().regex(CLOCK),
      endDay: z.string().regex(DAY),
      endClock: z.string().regex(CLOCK),
      capacity: z
        .string()
        .regex(/^\d{1,6}$/)
        .refine((text) => Number(text) >= 1 && Number(text) <= 100_000),
      pricing: z.enum(["", "free", "paid"]).refine((choice): boolean => choice !== ""),
      price: z.string(),
      currency: z.string().regex(/^[A-Z]{3}$/),
      /** "" leaves it to the API: online if a provider is set up. */
      terms: z.enum(["pay_online", "pay_facilitator", "deposit"]),
      deposit: z.string(),
      location: z.string().trim().max(200),
      minimum: z.boolean(),
      minPlaces: z.string(),
      decideDay: z.string(),
      decideClock: z.string(),
    })
    .refine(
      ({ minimum, minPlaces, capacity }) =>
        !minimum ||
        (/^\d{1,6}$/.test(minPlaces) && Number(minPlaces) >= 2 && Number(minPlaces) <= Number(capacity)),
      { path: ["minPlaces"] },
    )
    .refine(
      ({ minimum, decideDay, decideClock, startDay, startClock }) => {
        const [decide, start] = [
          instantAt(decideDay, decideClock, zone),
          instantAt(startDay, startClock, zone),
        ];
        return !minimum || (decide !== null && (!start || decide < start));
      },
      { path: ["decideClock"] },
    )
    .refine(
      ({ pricing, terms, deposit }) => pricing !== "paid" || terms !== "deposit" || DEPOSIT.test(deposit),
      {
        path: ["deposit"],
      },
    )
    .refine(({ pricing, price, currency }) => pricing !== "paid" || (minorUnits(price, currency) ?? 0) > 0, {
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
    pricing: session.price_cents === 0 ? "free" : "paid",
    price: session.price_cents === 0 ? "" : amountText(session.price_cents, session.currency),
    currency: session.currency,
    terms: session.payment_terms,
    deposit: session.deposit_percent === null ? "" : String(session.deposit_percent),
    location: session.location,
    ...minimumOf(session),
  };
}

const NO_MINIMUM = { minimum: false, minPlaces: "", decideDay: "", decideClock: "18:00" };

function minimumOf({ min_places, decide_at, time_zone }: Session): typeof NO_MINIMUM {
  if (!min_places || !decide_at) return NO_MINIMUM;
  const at = new Date(decide_at);
  return {
    minimum: true,
    minPlaces: String(min_places),
    decideDay: dayKey(at, time_zone),
    decideClock: formatClock(at, time_zone, "en-GB"),
  };
}

/** When it is decided whether the session runs; null without a minimum. */
function decideAtOf(values: SessionValues, zone: string): Date | null {
  return values.minimum ? instantAt(values.decideDay, values.decideClock, zone) : null;
}

/**
 * First values for a new session: as the last one, on the same weekday of the next week to come. For the first session,
 * tomorrow morning with the usual length of its kind.
 */
export function nextSessionValues(
  event: Event,
  now: Date,
  studio: { default_currency: string; takes_payments: boolean },
): SessionValues {
  const last = event.sessions.at(-1);
  if (last) {
    const values = valuesOfSession(last);
    const days = 7 * weeksUntilNext(values.startDay, values.startClock, last.time_zone, now);
    const later = (day: string) => (day === "" ? day : daysLater(day, days));
    const { startDay, endDay, decideDay } = values;
    return { ...values, startDay: later(startDay), endDay: later(endDay), decideDay: later(decideDay) };
  }
  const tomorrow = daysLater(dayKey(now, event.time_zone), 1);
  const usual = USUAL[kindOf(event)];
  return {
    title: event.title,
    startDay: tomorrow,
    startClock: "09:00",
    endDay: daysLater(tomorrow, usual.days),
    endClock: usual.endClock,
    capacity: usual.capacity,
    pricing: "",
    price: "",
    currency: event.currency ?? studio.default_currency,
    terms: studio.takes_payments ? "pay_online" : "pay_facilitator",
    deposit: "",
    location: event.location,
    ...NO_MINIMUM,
  };
}

const USUAL = {
  class: { days: 0, endClock: "10:30", capacity: "12" },
  workshop: { days: 0, endClock: "12:00", capacity: "12" },
  retreat: { days: 2, endClock: "16:00", capacity: "12" },
  coaching: { days: 0, endClock: "10:00", capacity: "1" },
} as const satisfies Record<EventKind, unknown>;

export function startOf(values: SessionValues, zone: string): Date | null {
  return instantAt(values.startDay, values.startClock, zone);
}

export function endOf(values: SessionValues, zone: string): Date | null {
  return instantAt(values.endDay, values.endClock, zone);
}

/** The length in milliseconds: 0 if a value is missing, negative if the end is before the start. */
export function lengthOf(values: SessionValues, zone: string): number {
  const [start, end] = [startOf(values, zone), endOf(values, zone)];
  return start && end ? end.getTime() - start.getTime() : 0;
}

/** The values as the API takes them. A title or location that is empty or equals the event's becomes null. */
export function asNewSession(values: SessionValues, event: Event): NewSession {
  const own = (text: string, ofEvent: string) => (text === "" || text === ofEvent ? null : text);
  return {
    title: own(values.title, event.title),
    start_time: startOf(values, event.time_zone)?.toISOString() ?? "",
    end_time: endOf(values, event.time_zone)?.toISOString() ?? "",
    capacity: Number(values.capacity),
    price_cents: values.pricing === "free" ? 0 : (minorUnits(values.price, values.currency) ?? 0),
    currency: values.currency,
    ...termsOf(values),
    location: own(values.location, event.location),
    min_places: values.minimum ? Number(values.minPlaces) : null,
    decide_at: decideAtOf(values, event.time_zone)?.toISOString() ?? null,
  };
}

/** Without a price, the API chooses. A deposit that was left empty is none: the price became free. */
function termsOf({
  pricing,
  terms,
  deposit,
}: SessionValues): Pick<NewSession, "payment_terms" | "deposit_percent"> {
  if (terms !== "deposit") return { payment_terms: pricing === "free" ? null : terms, deposit_percent: null };
  return DEPOSIT.test(deposit)
    ? { payment_terms: terms, deposit_percent: Number(deposit) }
    : { payment_terms: null, deposit_percent: null };
}

/** Only the changed fields, as the API takes them; null if nothing changed. */
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
  if (now.payment_terms && now.payment_terms !== old.payment_terms) change.payment_terms = now.payment_terms;
  if (now.deposit_percent !== old.deposit_percent) change.deposit_percent = now.deposit_percent;
  if (after.location !== before.location) change.location = now.location;
  if (now.min_places !== old.min_places) change.min_places = now.min_places;
  if (now.decide_at !== old.decide_at) change.decide_at = now.decide_at;
  return Object.keys(change).length > 0 ? change : null;
}

/** The old and new values of the changed fields. */
export function sessionDifferences(before: SessionValues, change: SessionChange, event: Event): Difference[] {
  const { time_zone } = event;
  const old = asNewSession(before, event);
  const inEventsZone = ({ start_time, end_time }: Pick<NewSession, "start_time" | "end_time">) => ({
    start_time,
    end_time,
    time_zone,
    location: null,
    online: false,
  });
  const span = (session: Pick<NewSession, "start_time" | "end_time">) =>
    sessionTimes(inEventsZone(session), currentLanguage())[0].text;
  const price = (cents: number, currency: string) =>
    cents === 0 ? t("sessionForm.price.free") : formatMoney(cents, currency, staffLocale());
  const differences: Difference[] = [];
  if (change.start_time || change.end_time) {
    const start_time = change.start_time ?? old.start_time;
    const end_time = change.end_time ?? old.end_time;
    differences.push({ name: t("impact.when"), before: span(old), after: span({ start_time, end_time }) });
  }
  if (typeof change.capacity === "number")
    differences.push({
      name: t("sessionForm.capacity"),
      before: before.capacity,
      after: String(change.capacity),
    });
  if (typeof change.price_cents === "number" || change.currency) {
    const [cents, currency] = [old.price_cents ?? 0, before.currency];
    differences.push({
      name: t("sessionForm.price"),
      before: price(cents, currency),
      after: price(change.price_cents ?? cents, change.currency ?? currency),
    });
  }
  if (change.payment_terms)
    differences.push({
      name: t("sessionForm.terms"),
      before: t(`sessionForm.terms.${before.terms || "default"}`),
      after: t(`sessionForm.terms.${change.payment_terms}`),
    });
  if (change.deposit_percent !== undefined) {
    const part = (percent: number | null | undefined) =>
      percent ? String(percent) : t("sessionForm.noDeposit");
    differences.push({
      name: t("sessionForm.deposit"),
      before: part(old.deposit_percent),
      after: part(change.deposit_percent),
    });
  }
  if (change.min_places !== undefined || change.decide_at !== undefined) {
    const rule = (least: number | null | undefined, at: string | null | undefined) =>
      least && at
        ? t("sessionForm.needs", {
            count: least,
            when: sessionMoment(inEventsZone(old), at, currentLanguage()),
          })
        : t("sessionForm.noMinimum");
    const { min_places: least = old.min_places, decide_at: at = old.decide_at } = change;
    differences.push({
      name: t("sessionForm.minPlaces"),
      before: rule(old.min_places, old.decide_at),
      after: rule(least, at),
    });
  }
  if (change.title)
    differences.push({ name: t("sessionForm.title"), before: before.title, after: change.title });
  if (change.location !== undefined)
    differences.push({
      name: t("sessionForm.location"),
      before: before.location,
      after: change.location ?? event.location,
    });
  return differences;
}
