import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { User } from "@/shared/api/types";
import { identityWords } from "@/shared/i18n/identityWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import styles from "./AccountPage.module.css";

/** Loaded when somebody asks for it: few change their address. */
const ChangeEmail = lazy(async () => ({ default: (await import("./ChangeEmail")).ChangeEmail }));

/** The e-mail address of the account, and the way to change it. */
export function EmailLine({ user }: { user: User }) {
  const { t: words } = useLanguage();
  const t = useWords(identityWords);
  const [step, setStep] = useState<"shown" | "changing" | "changed">("shown");
  return (
    <>
      <div className={styles.email}>
        <p className={styles.text}>
          <span>{user.email}</span>
          {" · "}
          {words(user.email_verified ? "account.confirmed" : "account.notConfirmed")}
        </p>
        <Button variant="subtle" size="compact-md" onClick={() => setStep("changing")}>
          {t("email.change")}
        </Button>
      </div>
      {step === "changed" ? <Notice tone="good">{t("email.done", { email: user.email })}</Notice> : null}
      {step === "changing" ? (
        <Suspense>
          <ChangeEmail user={user} onClose={() => setStep("shown")} onDone={() => setStep("changed")} />
        </Suspense>
      ) : null}
    </>
  );
}
