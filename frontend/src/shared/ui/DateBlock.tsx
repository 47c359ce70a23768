import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { dateFormatter } from "@/shared/time/formatters";
import { type SessionTime, zonesOf } from "@/shared/time/sessionTime";
import styles from "./DateBlock.module.css";

/** The day a session starts, as a calendar leaf. The text beside it has the full date, so screen readers skip this one. */
export function DateBlock({ session }: { session: SessionTime }) {
  const { locale } = useLanguage();
  const [timeZone] = zonesOf(session);
  const date = new Date(session.start_time);
  const show = (options: Intl.DateTimeFormatOptions) =>
    dateFormatter(locale, { timeZone, ...options }).format(date);
  return (
    <span className={styles.block} aria-hidden="true">
      <span className={styles.month}>{show({ month: "short" })}</span>
      <span className={styles.day}>{show({ day: "numeric" })}</span>
    </span>
  );
}
