import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fieldProblemText } from "@/shared/api/problemText";
import { confirmPassword } from "@/shared/auth/confirmPassword";
import { guestWords, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";

type ConfirmPasswordProps = { onConfirmed: () => void; onClose: () => void };

/** Asks for the reader's password, and goes on once it is right. */
export function ConfirmPassword({ onConfirmed, onClose }: ConfirmPasswordProps) {
  const [password, setPassword] = useState("");
  const confirm = useMutation({ mutationFn: confirmPassword, onSuccess: onConfirmed });
  const problem = confirm.error
    ? (fieldProblemText(guestWords, confirm.error, "password") ?? staffProblemText(confirm.error))
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
          label={t("confirm.password")}
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
