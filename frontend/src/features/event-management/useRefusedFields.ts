import { useEffect } from "react";
import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import { ApiProblem } from "@/shared/api/problem";
import { fieldProblemText } from "@/shared/api/problemText";
import { guestWords, staffProblemText } from "@/shared/i18n/staffWords";

/** For each field of the API, the input of the form that shows it. */
type Inputs<V extends FieldValues> = Readonly<Record<string, Path<V>>>;

/**
 * Shows the API's field errors beside the inputs and focuses the first of them. Returns a message for the whole form if
 * no input is the cause. `inputs` has to be the same object in every render.
 */
export function useRefusedFields<V extends FieldValues>(
  problem: unknown,
  inputs: Inputs<V>,
  setError: UseFormSetError<V>,
): string | null {
  useEffect(() => {
    for (const [index, { input, message }] of refusedInputs(problem, inputs).entries())
      setError(input, { type: "server", message }, { shouldFocus: index === 0 });
  }, [problem, inputs, setError]);
  return problem && refusedInputs(problem, inputs).length === 0 ? staffProblemText(problem) : null;
}

function refusedInputs<V extends FieldValues>(problem: unknown, inputs: Inputs<V>) {
  return Object.entries(inputs).flatMap(([field, input]) => {
    const message = sentenceFor(problem, field);
    return message ? [{ input, message }] : [];
  });
}

function sentenceFor(problem: unknown, field: string): string | undefined {
  // This error names no field.
  if (field === "capacity" && problem instanceof ApiProblem && problem.code === "capacity_below_bookings")
    return staffProblemText(problem);
  // The request for a change's impact holds the fields in `change`.
  return (
    fieldProblemText(guestWords, problem, field) ?? fieldProblemText(guestWords, problem, `change.${field}`)
  );
}
