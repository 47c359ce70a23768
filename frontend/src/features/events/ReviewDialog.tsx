import { Button } from "@mantine/core";
import { SessionTerms } from "@/features/payments";
import type { Event, Session } from "@/shared/api/types";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { formatMoney } from "@/shared/money/format";
import { AcceptedTerms } from "@/shared/studio/AcceptedTerms";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { DirectTerms } from "./DirectTerms";
import styles from "./SessionSummary.module.css";

type ReviewDialogProps = { session: Session; event: Event; onBook: () => void; onClose: () => void };

/** The date, the price and the terms once more, before a place that costs much is booked. */
export function ReviewDialog({ session, event, onBook, onClose }: ReviewDialogProps) {
  const { t, locale } = useLanguage();
  const e = useWords(eventPageWords);
  const paysOnline = session.payment_terms !== "pay_facilitator";
  const price = formatMoney(session.deposit_cents ?? session.price_cents, session.currency, locale);
  return (
    <Dialog title={e("review.title")} onClose={onClose}>
      <div className={styles.summary}>
        <strong dir="auto">{session.title}</strong>
        <ZonedTime session={session} />
        <span dir="auto">{session.online ? t("event.online") : session.location}</span>
        {paysOnline ? (
          <>
            <SessionTerms session={session} event={event} />
            <p className={styles.note}>{e("review.pay")}</p>
          </>
        ) : (
          <DirectTerms session={session} event={event} />
        )}
        <AcceptedTerms by="booking" />
      </div>
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {e("review.back")}
        </Button>
        <Button onClick={onBook}>
          {paysOnline ? t("book.buttonPay", { price }) : t("book.buttonLater")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
