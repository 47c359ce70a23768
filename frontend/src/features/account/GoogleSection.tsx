import { Button, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { mainApi, publicApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import type { User } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";
import { googleWords } from "@/shared/i18n/googleWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { useStudio } from "@/shared/studio/studio";
import { Notice } from "@/shared/ui/Notice";
import styles from "./AccountPage.module.css";
import { GoogleButton } from "./GoogleButton";
import { googleOutcome } from "./googleOutcome";

/** Connects the account with Google, where the studio has set it up. */
export function GoogleSection({ user }: { user: User }) {
  const { t: words } = useLanguage();
  const t = useWords(googleWords);
  const [query] = useSearchParams();
  const disconnect = useMutation({
    mutationFn: () => dataOf(mainApi.DELETE("/auth/google")),
    onSuccess: (changed) => auth.replaceUser(changed.user),
  });
  const { google_sign_in } = useStudio();
  if (!google_sign_in && !user.google_connected) return null;
  const outcome = query.get("google");
  const values = { email: user.email };
  return (
    <section className={styles.card} aria-labelledby="google-heading">
      <div>
        <Title order={2} size="h3" id="google-heading">
          {t("google.heading")}
        </Title>
        <p className={styles.text}>
          {t(user.google_connected ? "google.isConnected" : "google.notConnected", values)}
        </p>
      </div>
      {outcome && !disconnect.isSuccess ? (
        <Notice tone={outcome === "connected" ? "good" : "warn"}>{t(googleOutcome(outcome), values)}</Notice>
      ) : null}
      {disconnect.error ? <Notice tone="bad">{problemText(words, disconnect.error)}</Notice> : null}
      {user.google_connected ? null : (
        <div className={styles.buttons}>
          <GoogleButton connecting />
        </div>
      )}
      {user.google_connected && user.has_password ? (
        <Button
          className={styles.submit}
          variant="default"
          loading={disconnect.isPending}
          onClick={() => disconnect.mutate()}
        >
          {t("google.disconnect")}
        </Button>
      ) : null}
    </section>
  );
}

/** In place of the form for the password, for somebody who has none. */
export function FirstPassword({ email }: { email: string }) {
  const { t: words } = useLanguage();
  const t = useWords(googleWords);
  const send = useMutation({
    mutationFn: () => dataOf(publicApi.POST("/auth/forgotten-password", { body: { email } })),
  });
  if (send.isSuccess) return <Notice tone="good">{t("google.passwordSent", { email })}</Notice>;
  return (
    <>
      <p className={styles.text}>{t("google.passwordText")}</p>
      {send.error ? <Notice tone="bad">{problemText(words, send.error)}</Notice> : null}
      <Button
        className={styles.submit}
        variant="default"
        loading={send.isPending}
        onClick={() => send.mutate()}
      >
        {t("google.passwordLink")}
      </Button>
    </>
  );
}
