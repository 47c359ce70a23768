import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { paymentWords } from "@/shared/i18n/paymentWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import styles from "./Payments.module.css";
import { type RefundStep, stepsAhead } from "./refundTerms";

type RefundTermsProps = { steps: readonly RefundStep[]; facilitator: string };

/** What a guest who cancels gets back, in words. */
export function RefundTerms({ steps, facilitator }: RefundTermsProps) {
  const { locale } = useLanguage();
  const t = useWords(paymentWords);
  const zone = useZone();
  const ahead = stepsAhead(steps, new Date());
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  const when = (until: string) =>
    `${formatDay(new Date(until), zone, locale)}, ${formatClock(new Date(until), zone, locale)}`;
  return (
    <div className={styles.terms}>
      <strong>{t("terms.title")}</strong>
      <ul>
        {ahead.map((step) => (
          <li key={step.until}>
            {step.percent === 100
              ? t("terms.untilAll", { when: when(step.until) })
              : t("terms.until", { when: when(step.until), percent: percent.format(step.percent / 100) })}
          </li>
        ))}
        <li>{t(ahead.length > 0 ? "terms.after" : "terms.never")}</li>
        <li>{t("terms.facilitator", { name: firstName(facilitator) })}</li>
      </ul>
    </div>
  );
}
