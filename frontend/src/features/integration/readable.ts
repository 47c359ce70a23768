import { STAFF_LOCALE, staffWords as t } from "@/shared/i18n/staffWords";

/** "crm_registrations" as "CRM registrations", "web_push" as "Web push". */
export function readableChannel(channel: string): string {
  return capital(channel.replaceAll("_", " ").replace(/\b(crm|sms)\b/g, (name) => name.toUpperCase()));
}

/** "booking_created" as "Booking created". */
export function readableKind(kind: string): string {
  return capital(kind.replaceAll("_", " "));
}

/** "booking:12" as "booking 12". */
export function readableSubject(subject: string): string {
  return subject.replace(":", " ");
}

const COUNTED_UP_TO = 100_000;

/** The API stops counting at 100,001, which is shown as "100,000+". */
export function readableCount(count: number): string {
  if (count > COUNTED_UP_TO) return t("integration.atLeast", { count: COUNTED_UP_TO });
  return new Intl.NumberFormat(STAFF_LOCALE).format(count);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
