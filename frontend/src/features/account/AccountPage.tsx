import { Button, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "react-router";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import type { User } from "@/shared/api/types";
import { auth, useAuth } from "@/shared/auth/auth";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { pictureWords } from "@/shared/i18n/pictureWords";
import { useWords } from "@/shared/i18n/useWords";
import { leaveDevice } from "@/shared/push/device";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import styles from "./AccountPage.module.css";
import { ConfirmPhone } from "./ConfirmPhone";
import { DeleteAccount } from "./DeleteAccount";
import { EmailLine } from "./EmailLine";
import { FirstPassword, GoogleSection } from "./GoogleSection";
import { MessagePreferences } from "./MessagePreferences";
import { PasswordForm } from "./PasswordForm";
import { PortraitForm } from "./PortraitForm";
import { ProfileForm } from "./ProfileForm";
import { VerifyEmailNotice } from "./VerifyEmailNotice";

export function AccountPage() {
  const { t } = useLanguage();
  const { user } = useAuth();
  const leave = useSignOut();
  if (!user) return null;
  return (
    <Page title={t("account.title")} width="text">
      <div className={styles.page}>
        {leave.error ? <Notice tone="bad">{problemText(t, leave.error)}</Notice> : null}
        <div>
          <PageHeading>{t("account.title")}</PageHeading>
          <EmailLine user={user} />
          <Button
            variant="default"
            className={styles.signOut}
            disabled={leave.isPending}
            onClick={() => leave.mutate(false)}
          >
            {t("account.signOut")}
          </Button>
        </div>
        <VerifyEmailNotice />
        <ConfirmPhone />
        <section className={styles.card} aria-labelledby="profile-heading">
          <Title order={2} size="h3" id="profile-heading">
            {t("account.profile")}
          </Title>
          <ProfileForm user={user} />
        </section>
        {user.role === "user" ? null : <Portrait user={user} />}
        <MessagePreferences user={user} />
        <section className={styles.card} aria-labelledby="password-heading">
          <Title order={2} size="h3" id="password-heading">
            {t("account.password")}
          </Title>
          {user.has_password ? <PasswordForm /> : <FirstPassword email={user.email} />}
        </section>
        <GoogleSection user={user} />
        <Devices />
        <DeleteAccount />
      </div>
    </Page>
  );
}

function Portrait({ user }: { user: User }) {
  const t = useWords(pictureWords);
  return (
    <section className={styles.card} aria-labelledby="portrait-heading">
      <div>
        <Title order={2} size="h3" id="portrait-heading">
          {t("portrait.heading")}
        </Title>
        <p className={styles.text}>{t("portrait.hint")}</p>
      </div>
      <PortraitForm />
      <Link to={`/with/${user.id}`}>{t("portrait.page")}</Link>
    </section>
  );
}

function useSignOut() {
  return useMutation({
    mutationFn: async (everywhere: boolean) => {
      await leaveDevice();
      return dataOf(everywhere ? mainApi.POST("/auth/logout-everywhere") : mainApi.POST("/auth/logout"));
    },
    onSuccess: () => auth.signOut(),
  });
}

function Devices() {
  const { t } = useLanguage();
  const leave = useSignOut();
  return (
    <section className={styles.card} aria-labelledby="devices-heading">
      <Title order={2} size="h3" id="devices-heading">
        {t("account.devices")}
      </Title>
      <p className={styles.text}>{t("account.devicesText")}</p>
      {leave.error ? <Notice tone="bad">{problemText(t, leave.error)}</Notice> : null}
      <div className={styles.buttons}>
        <Button variant="default" disabled={leave.isPending} onClick={() => leave.mutate(true)}>
          {t("account.signOutEverywhere")}
        </Button>
      </div>
    </section>
  );
}
