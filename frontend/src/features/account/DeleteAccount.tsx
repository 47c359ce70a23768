import { Button, Title } from "@mantine/core";
import { identityWords } from "@/shared/i18n/identityWords";
import { useWords } from "@/shared/i18n/useWords";
import { useStudio } from "@/shared/studio/studio";
import styles from "./AccountPage.module.css";

/** Whom to ask. The studio erases the account, because it knows of bookings and payments that are still open. */
export function DeleteAccount() {
  const t = useWords(identityWords);
  const { contact_email: email, contact_phone: phone } = useStudio();
  const address = email ? `mailto:${email}` : phone ? `tel:${phone}` : null;
  return (
    <section className={styles.card} aria-labelledby="delete-heading">
      <div>
        <Title order={2} size="h3" id="delete-heading">
          {t("delete.heading")}
        </Title>
        <p className={styles.text}>{t("delete.text")}</p>
      </div>
      {address ? (
        <Button component="a" href={address} variant="default" className={styles.submit}>
          {t("delete.ask")}
        </Button>
      ) : null}
    </section>
  );
}
