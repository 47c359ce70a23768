import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { paymentWords } from "@/shared/i18n/paymentWords";
import { useWords } from "@/shared/i18n/useWords";
import { type SessionTime, sessionMoment } from "@/shared/time/sessionTime";
import styles from "./Payments.module.css";
import { type RefundStep, stepsAhead } from "./refundTerms";

type RefundTermsProps = { steps: readonly RefundStep[]; session: SessionTime; facilitator: string };

/** What a guest who cancels gets back, in words. Its times are in the zone of the session's. */
export function RefundTerms({ steps, session, facilitator }: RefundTermsProps) {
  const words = useLanguage();
  const t = useWords(paymentWords);
  const ahead = stepsAhead(steps, new Date());
  const percent = new Intl.NumberFormat(words.locale, { style: "percent" });
  const when = (until: string) => sessionMoment(session, until, words);
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
