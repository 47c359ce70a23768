import { Button, Title } from "@mantine/core";
import { identityWords } from "@/shared/i18n/identityWords";
import { useWords } from "@/shared/i18n/useWords";
import { contactLink, useStudio } from "@/shared/studio/studio";
import styles from "./AccountPage.module.css";

/** Whom to ask. The studio erases the account, because it knows of bookings and payments that are still open. */
export function DeleteAccount() {
  const t = useWords(identityWords);
  const contact = contactLink(useStudio());
  return (
    <section className={styles.card} aria-labelledby="delete-heading">
      <div>
        <Title order={2} size="h3" id="delete-heading">
          {t("delete.heading")}
        </Title>
        <p className={styles.text}>{t("delete.text")}</p>
      </div>
      {contact ? (
        <Button component="a" href={contact} variant="default" className={styles.submit}>
          {t("delete.ask")}
        </Button>
      ) : null}
    </section>
  );
}
