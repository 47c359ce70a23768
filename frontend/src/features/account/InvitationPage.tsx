import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useSearchParams } from "react-router";
import { publicApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { officeWords } from "@/shared/i18n/officeWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import { SignInLayout } from "./SignInLayout";
import styles from "./SignInLayout.module.css";
import { tokenFault } from "./tokenFault";
import { UsedLink } from "./UsedLink";
import { useFirstSignIn } from "./useFirstSignIn";

/** The page behind the link of an invitation: choose a password. */
export function InvitationPage() {
  const t = useWords(officeWords);
  const { t: words } = useLanguage();
  const enter = useFirstSignIn();
  const [query] = useSearchParams();
  const token = query.get("token") ?? "";
  const [password, setPassword] = useState("");
  const accept = useMutation({
    mutationFn: () => dataOf(publicApi.POST("/auth/invitation", { body: { token, password } })),
    onSuccess: enter,
  });
  const refused = fieldProblemText(words, accept.error, "password");
  if (!token || (accept.error && !refused && tokenFault(accept.error)))
    return <UsedLink title={t("invitation.title")} text={t("invitation.used")} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!accept.isPending) accept.mutate();
  };
  return (
    <SignInLayout title={t("invitation.title")} heading={t("invitation.heading")} text={t("invitation.text")}>
      <form className={styles.form} onSubmit={submit} noValidate>
        {accept.error && !refused ? <Notice tone="bad">{problemText(words, accept.error)}</Notice> : null}
        <PasswordInput
          size="md"
          label={words("account.newPassword")}
          description={words("register.passwordHint")}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": words("password.show"), tabIndex: 0 }}
          value={password}
          error={refused}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={accept.isPending}>
          {t("invitation.submit")}
        </Button>
      </form>
    </SignInLayout>
  );
}
