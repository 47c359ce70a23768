import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { publicApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import { auth, useAuth } from "@/shared/auth/auth";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import { SignInLayout } from "./SignInLayout";
import { tokenFault } from "./tokenFault";
import { VerifyEmailNotice } from "./VerifyEmailNotice";

/** Confirms the e-mail address by a click, because mail scanners open every link. */
export function VerifyEmailPage() {
  const { t: words } = useLanguage();
  const t = useWords(messageWords);
  const { user } = useAuth();
  const [query] = useSearchParams();
  const token = query.get("token") ?? "";
  const confirm = useMutation({
    mutationFn: () => dataOf(publicApi.POST("/auth/verify-email", { body: { token } })),
    onSuccess: () => {
      const { user } = auth.snapshot();
      if (user) auth.replaceUser({ ...user, email_verified: true });
    },
  });
  const isUnusable = !token || tokenFault(confirm.error);
  if (isUnusable && !user?.email_verified) {
    return (
      <SignInLayout key="used" title={t("verify.title")} heading={t("verify.usedTitle")}>
        {user ? (
          <VerifyEmailNotice />
        ) : (
          <>
            <Notice tone="warn">{t("verify.used")}</Notice>
            <Button component={Link} to="/account" size="md">
              {t("verify.account")}
            </Button>
          </>
        )}
      </SignInLayout>
    );
  }
  if (confirm.isSuccess || user?.email_verified) {
    return (
      <SignInLayout key="done" title={t("verify.title")} heading={t("verify.doneTitle")}>
        <Notice tone="good">{t("verify.done")}</Notice>
        <Button component={Link} to="/" size="md">
          {t("verify.next")}
        </Button>
      </SignInLayout>
    );
  }
  // The link at the foot of other mails begins with the account's number.
  const isOwn = user && (!token.includes(".") || token.startsWith(`${user.id}.`));
  const text = isOwn ? t("verify.textFor", { email: user.email }) : t("verify.text");
  return (
    <SignInLayout title={t("verify.title")} heading={t("verify.title")} text={text}>
      {confirm.error ? <Notice tone="bad">{problemText(words, confirm.error)}</Notice> : null}
      <Button size="md" loading={confirm.isPending} onClick={() => confirm.mutate()}>
        {t("verify.submit")}
      </Button>
    </SignInLayout>
  );
}
