import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { paymentWords } from "@/shared/i18n/paymentWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatMoney } from "@/shared/money/format";
import styles from "./Payments.module.css";
import type { PriceLine } from "./paymentQueries";

type PriceLinesProps = {
  lines: readonly PriceLine[];
  total: number;
  currency: string;
  /** With a deposit: what is paid now. The rest is paid later. */
  deposit: number | null;
  /** The deposit's part of the price, if it is known. */
  percent?: number | null;
  /** What is left after a deposit that is paid. */
  rest?: number;
  /** Whether the guest is about to pay that rest. */
  restNow?: boolean;
  facilitator: string;
};

/** What is to pay, line by line. */
export function PriceLines({
  lines,
  total,
  currency,
  deposit,
  percent: part = null,
  rest = 0,
  restNow = true,
  facilitator,
}: PriceLinesProps) {
  const { locale } = useLanguage();
  const t = useWords(paymentWords);
  const money = (cents: number) => formatMoney(cents, currency, locale);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  return (
    <table className={styles.lines}>
      <tbody>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never change their order.
          <tr key={index}>
            <th scope="row" dir="auto">
              {line.quantity > 1
                ? t("price.lineOfSeveral", {
                    what: line.description,
                    count: line.quantity,
                    price: money(line.unit_cents),
                  })
                : line.description}
              {line.tax_rate > 0 ? (
                <span className={styles.tax}>
                  {t("price.tax", { rate: percent.format(line.tax_rate / 10_000) })}
                </span>
              ) : null}
            </th>
            <td>{money(line.amount_cents)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("price.total")}</th>
          <td>{money(total)}</td>
        </tr>
        {rest > 0 ? (
          <>
            <tr className={styles.later}>
              <th scope="row">{t("price.paid")}</th>
              <td>{money(total - rest)}</td>
            </tr>
            <tr>
              <th scope="row">
                {restNow ? t("price.now") : t("price.later", { name: firstName(facilitator) })}
              </th>
              <td>{money(rest)}</td>
            </tr>
          </>
        ) : deposit === null ? null : (
          <>
            <tr>
              <th scope="row">
                {part === null
                  ? t("price.deposit")
                  : t("price.depositOf", { percent: percent.format(part / 100) })}
              </th>
              <td>{money(deposit)}</td>
            </tr>
            <tr className={styles.later}>
              <th scope="row">{t("price.later", { name: firstName(facilitator) })}</th>
              <td>{money(total - deposit)}</td>
            </tr>
          </>
        )}
      </tfoot>
    </table>
  );
}
