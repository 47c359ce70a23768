import { Button } from "@mantine/core";
import type { User } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { leaveDevice } from "@/shared/push/device";
import { Dialog } from "@/shared/ui/Dialog";
import { SignInForm } from "./SignInForm";

/** A dialog over a page whose sign-in has ended. The page keeps everything that was typed into it. */
export function SignInAgain({ user }: { user: User }) {
  const { t } = useLanguage();
  const leave = async () => {
    await leaveDevice();
    auth.signOut();
  };
  return (
    <Dialog title={t("signIn.expired")} onClose={() => void leave()}>
      <p>{t("signIn.expiredText")}</p>
      <SignInForm name={user.email} />
      <Button variant="subtle" onClick={() => void leave()}>
        {t("signIn.leave")}
      </Button>
    </Dialog>
  );
}
