import { IconCircle, IconCircleCheckFilled } from "@tabler/icons-react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { type EventValues, missingForGuests } from "./eventForm";
import styles from "./GoodPage.module.css";

/** What an event's page still lacks for guests, as it is typed. */
export function GoodPage({ values, pictures }: { values: EventValues; pictures?: number | undefined }) {
  const parts = missingForGuests(values, pictures);
  const missing = parts.filter(({ done }) => !done).length;
  return (
    <section className={styles.page} aria-labelledby="good-page-heading">
      <h2 id="good-page-heading" className={styles.title}>
        {missing === 0 ? t("goodPage.complete") : t("goodPage.missing", { count: missing })}
      </h2>
      <ul className={styles.list}>
        {parts.map(({ name, done }) => (
          <li key={name} data-done={done}>
            {done ? (
              <IconCircleCheckFilled size={20} aria-label={t("goodPage.done")} />
            ) : (
              <IconCircle size={20} aria-label={t("goodPage.open")} />
            )}
            {t(`goodPage.${name}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
