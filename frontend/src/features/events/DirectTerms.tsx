import type { Event, Session } from "@/shared/api/types";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { Price } from "@/shared/ui/Price";
import styles from "./SessionSummary.module.css";

/** What a session costs that is free or paid to its facilitator, and until when a guest may cancel. */
export function DirectTerms({ session, event }: { session: Session; event: Event }) {
  const { t } = useLanguage();
  const e = useWords(eventPageWords);
  const name = firstName(event.facilitator_name);
  return (
    <>
      <p className={styles.total}>
        <span dir="auto">{session.title}</span>
        <Price cents={session.price_cents} currency={session.currency} />
      </p>
      {event.draft ? null : (
        <p className={styles.note}>
          {session.price_cents > 0 ? `${t("book.payDirectly", { name })} ` : ""}
          {e("panel.cancelAnytime")}
        </p>
      )}
    </>
  );
}
