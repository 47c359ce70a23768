import { ApiProblem } from "@/shared/api/problem";
import type { MessageKey, useLanguage } from "@/shared/i18n/LanguageProvider";

type T = ReturnType<typeof useLanguage>["t"];

const KNOWN = {
  session_full: "book.problem.session_full",
  session_past: "book.problem.session_past",
  session_cancelled: "book.problem.session_cancelled",
  event_cancelled: "book.problem.event_cancelled",
  already_booked: "book.problem.already_booked",
  not_reactivatable: "book.problem.not_reactivatable",
} as const satisfies Record<string, MessageKey>;

/** Why a booking did not happen, and what to do next, in the reader's language. */
export function bookingProblemText(t: T, problem: unknown): string {
  if (!(problem instanceof ApiProblem)) return t("error.broken.text");
  const known = problem.code && problem.code in KNOWN ? KNOWN[problem.code as keyof typeof KNOWN] : undefined;
  if (known) return t(known);
  if (problem.unreachable || problem.status >= 500) return t("book.problem.unreachable");
  if (problem.status === 429) return t("error.tooMany");
  return t("error.generic", { reason: problem.message });
}
