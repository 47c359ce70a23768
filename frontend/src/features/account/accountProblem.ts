import { ApiProblem } from "@/shared/api/problem";
import type { MessageKey, useLanguage } from "@/shared/i18n/LanguageProvider";

type T = ReturnType<typeof useLanguage>["t"];

const KNOWN = {
  invalid_credentials: "signIn.problem.invalid_credentials",
  locked_out: "signIn.problem.locked_out",
  email_taken: "register.problem.email_taken",
  wrong_password: "account.passwordWrong",
} as const satisfies Record<string, MessageKey>;

export function accountProblemText(t: T, problem: unknown): string {
  if (!(problem instanceof ApiProblem)) return t("error.broken.text");
  const known = problem.code && problem.code in KNOWN ? KNOWN[problem.code as keyof typeof KNOWN] : undefined;
  if (known) return t(known);
  if (problem.unreachable) return t("error.unreachable");
  if (problem.status === 429) return t("error.tooMany");
  return t("error.generic", { reason: problem.message });
}
