import { ApiProblem } from "@/shared/api/problem";

/** Whether the link of an e-mail is what was refused: expired, used, or no link of ours. */
export function tokenFault(problem: unknown): boolean {
  if (!(problem instanceof ApiProblem)) return false;
  if (problem.fieldErrors.some(({ field }) => field === "token") || problem.field === "token") return true;
  return problem.fieldErrors.length === 0 && [400, 404, 409, 410].includes(problem.status);
}
