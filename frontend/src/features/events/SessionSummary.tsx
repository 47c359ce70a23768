import { SessionTerms } from "@/features/payments";
import type { Event, Session } from "@/shared/api/types";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { Price } from "@/shared/ui/Price";
import { RunRule } from "./RunRule";
import styles from "./SessionSummary.module.css";

type SessionSummaryProps = { session: Session; event: Event; isBookable: boolean };

/** What the chosen session costs, how it is paid, and what happens when plans change. */
export function SessionSummary({ session, event, isBookable }: SessionSummaryProps) {
  const { t } = useLanguage();
  const e = useWords(eventPageWords);
  // How a draft is paid is not looked up: nobody can book it yet.
  const paysOnline = !event.draft && session.payment_terms !== "pay_facilitator" && session.price_cents > 0;
  return (
    <div className={styles.summary}>
      {session.status === "scheduled" ? (
        <RunRule
          state={session.run_state}
          missing={Math.max(0, (session.min_places ?? 0) - session.seats_taken)}
          decideAt={session.decide_at}
          session={session}
        />
      ) : null}
      {isBookable && paysOnline ? <SessionTerms session={session} event={event} /> : null}
      {isBookable && !paysOnline ? (
        <>
          <p className={styles.total}>
            <span dir="auto">{session.title}</span>
            <Price cents={session.price_cents} currency={session.currency} />
          </p>
          {event.draft ? null : (
            <p className={styles.note}>
              {session.price_cents > 0
                ? `${t("book.payDirectly", { name: firstName(event.facilitator_name) })} `
                : ""}
              {e("panel.cancelAnytime")}
            </p>
          )}
        </>
      ) : null}
    </div>
  );
}
