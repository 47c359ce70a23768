import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { dateFormatter } from "@/shared/time/formatters";
import { useZone } from "@/shared/time/useZone";
import styles from "./DateBlock.module.css";

/** The date as a calendar leaf. The text beside it has the full date, so screen readers skip this one. */
export function DateBlock({ at }: { at: string }) {
  const { locale } = useLanguage();
  const timeZone = useZone();
  const date = new Date(at);
  const show = (options: Intl.DateTimeFormatOptions) =>
    dateFormatter(locale, { timeZone, ...options }).format(date);
  return (
    <span className={styles.block} aria-hidden="true">
      <span className={styles.month}>{show({ month: "short" })}</span>
      <span className={styles.day}>{show({ day: "numeric" })}</span>
    </span>
  );
}
