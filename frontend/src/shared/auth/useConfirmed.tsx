import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiProblem } from "@/shared/api/problem";
import { fieldProblemText } from "@/shared/api/problemText";
import { guestWords, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { confirmPassword } from "./confirmPassword";

const isUnconfirmed = (problem: unknown) =>
  problem instanceof ApiProblem && problem.code === "confirmation_needed";

/**
 * A change that needs the reader's password, which is asked for once in ten minutes. `dialog` asks for it; the change
 * goes on afterwards.
 */
export function useConfirmed<T>(change: (value: T) => Promise<unknown>, onDone: (value: T) => unknown) {
  const [asking, setAsking] = useState<{ value: T } | null>(null);
  const mutation = useMutation({
    mutationFn: change,
    onSuccess: (_, value) => onDone(value),
    onError: (problem, value) => isUnconfirmed(problem) && setAsking({ value }),
  });
  const dialog: ReactNode = asking ? (
    <AskPassword
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

function AskPassword({ onConfirmed, onClose }: { onConfirmed: () => void; onClose: () => void }) {
  const [password, setPassword] = useState("");
  const confirm = useMutation({ mutationFn: confirmPassword, onSuccess: onConfirmed });
  const problem = confirm.error
    ? confirm.error instanceof ApiProblem && confirm.error.code === "wrong_password"
      ? t("confirm.wrong")
      : (fieldProblemText(guestWords, confirm.error, "password") ?? staffProblemText(confirm.error))
    : undefined;
  return (
    <Dialog title={t("confirm.title")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!confirm.isPending && password) confirm.mutate(password);
        }}
      >
        <p>{t("confirm.text")}</p>
        <PasswordInput
          size="md"
          label={guestWords("signIn.password")}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": guestWords("password.show"), tabIndex: 0 }}
          value={password}
          error={problem}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("dialog.back")}
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            {t("confirm.submit")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
