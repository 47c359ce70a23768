import { Button } from "@mantine/core";
import { Link } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { officeWords } from "@/shared/i18n/officeWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import { SignInLayout } from "./SignInLayout";

/** Instead of a page whose link makes an account ready: the link was used, or is too old. */
export function UsedLink({ title, text }: { title: string; text: string }) {
  const t = useWords(officeWords);
  const { t: words } = useLanguage();
  return (
    <SignInLayout title={title} heading={t("invitation.usedTitle")}>
      <Notice tone="warn">{text}</Notice>
      <Button component={Link} to="/sign-in" size="md">
        {words("signIn.submit")}
      </Button>
    </SignInLayout>
  );
}
