import { ApiProblem } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import type { T } from "@/shared/i18n/LanguageProvider";
import type { PaymentT } from "@/shared/i18n/paymentWords";

/** Why a payment could not be started. */
export function paymentProblemText(t: PaymentT, general: T, problem: unknown, rest: boolean): string {
  if (problem instanceof ApiProblem) {
    if (problem.code === "hold_over") return t("pay.over.text");
    if (problem.code === "awaiting_bank") return t(rest ? "pay.rest.bank" : "pay.bank.text");
    if (problem.code === "nothing_to_pay") return t("pay.nothing");
    if (problem.code === "payment_unavailable" || problem.code === "provider_unavailable")
      return t(rest ? "pay.rest.unavailable" : "pay.problem.provider_unavailable");
  }
  return problemText(general, problem);
}
