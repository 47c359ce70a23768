import { staffWords as t } from "@/shared/i18n/staffWords";
import { ApiProblem } from "./problem";

/** What went wrong, in a sentence for staff: the service's own where it answered. */
export function problemText(problem: unknown): string {
  if (!(problem instanceof ApiProblem)) return t("problem.broken");
  if (problem.unreachable) return t("problem.unreachable");
  if (problem.status === 429) return t("problem.tooMany");
  return problem.message;
}
