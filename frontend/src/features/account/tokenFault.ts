import { ApiProblem } from "@/shared/api/problem";

/** Whether the API refused the link of an e-mail: it has expired, was used, or is not one of ours. */
export function tokenFault(problem: unknown): boolean {
  if (!(problem instanceof ApiProblem)) return false;
  if (problem.fieldErrors.some(({ field }) => field === "token") || problem.field === "token") return true;
  return problem.fieldErrors.length === 0 && [400, 404, 409, 410].includes(problem.status);
}
