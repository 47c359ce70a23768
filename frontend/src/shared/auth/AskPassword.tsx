import { PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "@/shared/api/problem";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import { identityWords } from "@/shared/i18n/identityWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { AskDialog, type AskProps } from "./AskDialog";
import { confirmIdentity } from "./confirmIdentity";

export function AskPassword({ onConfirmed, onClose }: AskProps) {
  const { t: words } = useLanguage();
  const t = useWords(identityWords);
  const [password, setPassword] = useState("");
  const confirm = useMutation({ mutationFn: confirmIdentity, onSuccess: onConfirmed });
  const problem = confirm.error
    ? confirm.error instanceof ApiProblem && confirm.error.code === "wrong_password"
      ? t("confirm.wrong")
      : (fieldProblemText(words, confirm.error, "password") ?? problemText(words, confirm.error))
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
        label={words("signIn.password")}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ "aria-label": words("password.show"), tabIndex: 0 }}
        value={password}
        error={problem}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </AskDialog>
  );
}
