import { PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "@/shared/api/problem";
import { fieldProblemText } from "@/shared/api/problemText";
import { guestWords, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { AskDialog, type AskProps } from "./AskDialog";
import { confirmIdentity } from "./confirmIdentity";

export function AskPassword({ onConfirmed, onClose }: AskProps) {
  const [password, setPassword] = useState("");
  const confirm = useMutation({ mutationFn: confirmIdentity, onSuccess: onConfirmed });
  const problem = confirm.error
    ? confirm.error instanceof ApiProblem && confirm.error.code === "wrong_password"
      ? t("confirm.wrong")
      : (fieldProblemText(guestWords, confirm.error, "password") ?? staffProblemText(confirm.error))
    : undefined;
  return (
    <AskDialog
      onClose={onClose}
      pending={confirm.isPending}
      onSubmit={() => {
        if (!confirm.isPending && password) confirm.mutate({ password });
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
    </AskDialog>
  );
}
