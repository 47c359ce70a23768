import { ApiProblem } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import type { MessageKey, T } from "@/shared/i18n/LanguageProvider";

const SENTENCES = new Map<string | undefined, Extract<MessageKey, `book.problem.${string}` | "offer.text">>([
  ["session_full", "book.problem.session_full"],
  ["session_past", "book.problem.session_past"],
  ["session_cancelled", "book.problem.session_cancelled"],
  ["event_cancelled", "book.problem.event_cancelled"],
  ["already_booked", "book.problem.already_booked"],
  ["booking_changed", "book.problem.booking_changed"],
  ["still_running", "book.problem.unreachable"],
  ["offer_changed", "offer.text"],
  ["not_reactivatable", "book.problem.not_reactivatable"],
  ["too_many_holds", "book.problem.too_many_holds"],
  ["not_movable", "book.problem.not_movable"],
  ["booking_paid", "book.problem.booking_paid"],
  ["payment_needed", "book.problem.payment_needed"],
]);

/** Why a booking failed. Without a clear response the place may be booked; the text says that trying again is safe. */
export function bookingProblemText(t: T, problem: unknown): string {
  if (!(problem instanceof ApiProblem)) return problemText(t, problem);
  const sentence = SENTENCES.get(problem.code);
  if (sentence) return t(sentence);
  const unclear = problem.unreachable || problem.status >= 500;
  return unclear ? t("book.problem.unreachable") : problemText(t, problem);
}

/** Why cancelling failed. Without a clear response the booking may be cancelled or not. */
export function cancelProblemText(t: T, problem: unknown): string {
  const unclear = problem instanceof ApiProblem && (problem.unreachable || problem.status >= 500);
  return unclear ? t("book.problem.cancelUnclear") : bookingProblemText(t, problem);
}
