import { useEffect } from "react";
import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import { ApiProblem } from "@/shared/api/problem";
import { fieldProblemText } from "@/shared/api/problemText";
import { englishWords, staffProblemText } from "@/shared/i18n/staffWords";

/** The input of the form that shows each field of the API. */
type Inputs<V extends FieldValues> = Readonly<Record<string, Path<V>>>;

/**
 * Shows what the API refused beside the inputs, and moves to the first of them. Returns the sentence to show above the
 * button where no input of the form is the reason. `inputs` has to be the same object in every render.
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
  // This refusal names no field.
  if (field === "capacity" && problem instanceof ApiProblem && problem.code === "capacity_below_bookings")
    return staffProblemText(problem);
  // The request for a change's impact holds the fields in `change`.
  return (
    fieldProblemText(englishWords, problem, field) ??
    fieldProblemText(englishWords, problem, `change.${field}`)
  );
}
