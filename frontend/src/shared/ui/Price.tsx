import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatMoney } from "@/shared/money/format";
import styles from "./Price.module.css";

export function Price({ cents, currency }: { cents: number; currency: string }) {
  const { t, locale } = useLanguage();
  return (
    <span className={styles.price}>
      {cents === 0 ? t("session.free") : formatMoney(cents, currency, locale)}
    </span>
  );
}
