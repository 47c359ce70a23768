import { ApiProblem } from "@/shared/api/problem";
import { FailurePage } from "@/shared/ui/FailureState";

const MISSING = new ApiProblem(404, undefined, undefined, "No such page");

export function MissingPage() {
  return <FailurePage problem={MISSING} retry={async () => undefined} />;
}
