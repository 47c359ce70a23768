import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import { useAuth } from "@/shared/auth/auth";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";

type VerifyEmailNoticeProps = {
  /** Whether a mail with the link has just been sent, such as the confirmation of a booking. */
  linkSent?: boolean;
};

/** Asks to confirm the e-mail address while it is not confirmed. Everything works without it. */
export function VerifyEmailNotice({ linkSent = false }: VerifyEmailNoticeProps) {
  const { t: words } = useLanguage();
  const t = useWords(messageWords);
  const { user } = useAuth();
  const resend = useMutation({ mutationFn: () => dataOf(mainApi.POST("/auth/verify-email/resend")) });
  if (user?.email_verified !== false) return null;
  if (resend.error) return <Notice tone="bad">{problemText(words, resend.error)}</Notice>;
  if (resend.isSuccess) return <Notice tone="good">{t("verify.resent")}</Notice>;
  return (
    <Notice
      tone="warn"
      action={
        <Button variant="default" loading={resend.isPending} onClick={() => resend.mutate()}>
          {t(linkSent ? "verify.again" : "verify.resend")}
        </Button>
      }
    >
      {t(linkSent ? "verify.sent" : "verify.notice", { email: user.email })}
    </Notice>
  );
}
