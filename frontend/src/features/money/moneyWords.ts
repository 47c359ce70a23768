import type { Order } from "@/features/payments";
import { money } from "@/shared/i18n/en/money";
import { currentLanguage } from "@/shared/i18n/LanguageProvider";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { sessionMoment } from "@/shared/time/sessionTime";

type Known<P extends string> = Extract<keyof typeof money, `${P}.${string}`>;
type Simple = "payment.state" | "refund.state" | "refund.kind" | "provider.name" | "statement.kind";

/** The word for a code of the API; the code itself if this release does not know it. */
export function wordOf(prefix: Simple | "door", code: string): string {
  const key = `${prefix}.${code}`;
  return Object.hasOwn(money, key) ? t(key as Known<Simple>) : code.replaceAll("_", " ");
}

/** The event and the session that an order is for: "Evening Sit · Thu 26 Nov, 07:00". Empty if it has no booking. */
export function subjectText(
  subject: Pick<Order, "event_title" | "session_time" | "session_time_zone">,
): string {
  const { event_title: title, session_time: at, session_time_zone: time_zone } = subject;
  if (!title || !at || !time_zone) return "";
  const session = { start_time: at, end_time: at, time_zone, location: null, online: false };
  return `${title} · ${sessionMoment(session, at, currentLanguage())}`;
}
