import { googleWords } from "@/shared/i18n/googleWords";
import { useWords } from "@/shared/i18n/useWords";
import { useStudio } from "@/shared/studio/studio";
import { GoogleButton } from "./GoogleButton";
import styles from "./SignInLayout.module.css";

/** Below a form: the other way to sign in or register, where the studio has set it up. */
export function GoogleSignIn({ next }: { next?: string }) {
  const t = useWords(googleWords);
  if (!useStudio().google_sign_in) return null;
  return (
    <>
      <p className={styles.or}>{t("google.or")}</p>
      <GoogleButton next={next} />
    </>
  );
}
