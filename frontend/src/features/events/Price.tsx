import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatMoney } from "@/shared/money/format";
import styles from "./Price.module.css";

type PriceProps = { cents: number | null; currency: string | null; from?: boolean };

export function Price({ cents, currency, from = false }: PriceProps) {
  const { t, locale } = useLanguage();
  if (cents === null || currency === null) return <span />;
  const price = cents === 0 ? t("session.free") : formatMoney(cents, currency, locale);
  return <span className={styles.price}>{from ? t("session.from", { price }) : price}</span>;
}
