import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiProblem } from "@/shared/api/problem";
import { AskCode } from "./AskCode";
import { AskPassword } from "./AskPassword";
import { useAuth } from "./auth";

const isUnconfirmed = (problem: unknown) =>
  problem instanceof ApiProblem && problem.code === "confirmation_needed";

/**
 * A change that needs to know that it is the reader: by the password, or without one by a mailed code, once in ten
 * minutes. `dialog` asks for it; the change goes on afterwards.
 */
export function useConfirmed<T>(change: (value: T) => Promise<unknown>, onDone: (value: T) => unknown) {
  const Ask = useAuth().user?.has_password === false ? AskCode : AskPassword;
  const [asking, setAsking] = useState<{ value: T } | null>(null);
  const mutation = useMutation({
    mutationFn: change,
    onSuccess: (_, value) => onDone(value),
    onError: (problem, value) => isUnconfirmed(problem) && setAsking({ value }),
  });
  const dialog: ReactNode = asking ? (
    <Ask
      onClose={() => setAsking(null)}
      onConfirmed={() => {
        setAsking(null);
        mutation.mutate(asking.value);
      }}
    />
  ) : null;
  return {
    run: (value: T) => {
      if (!mutation.isPending) mutation.mutate(value);
    },
    pending: mutation.isPending,
    problem: isUnconfirmed(mutation.error) ? null : mutation.error,
    dialog,
  };
}
