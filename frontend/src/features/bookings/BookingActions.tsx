import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { AgreedTerms, type Cancellation, cancellationQuery, orderQuery } from "@/features/payments";
import type { Booking } from "@/shared/api/types";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { type PaymentT, paymentWords } from "@/shared/i18n/paymentWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatMoney } from "@/shared/money/format";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import danger from "@/shared/ui/danger.module.css";
import { Notice } from "@/shared/ui/Notice";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import styles from "./BookingActions.module.css";
import { bookingProblemText, cancelProblemText } from "./bookingProblem";
import { OfferChanged } from "./OfferChanged";
import { offerOfBooking } from "./offer";
import { isCalledOff } from "./SessionChange";
import { sessionOfBooking } from "./sessionOfBooking";
import type { BookingChange } from "./useBookingChange";

/** The sum falls with time. */
const REFETCH_INTERVAL = 60_000;

type BookingActionsProps = { booking: Booking; change: BookingChange };

/** The outcome of the last change, with an undo. An earlier cancellation shows a button to rebook. */
export function ChangeOutcome({ booking, change }: BookingActionsProps) {
  const { t } = useLanguage();
  const { done, lastStep, busy, problem, act, changed } = change;
  const notice = useRef<HTMLDivElement>(null);
  // The button that was used is gone, so the notice takes the focus; "Undo" comes next.
  useEffect(() => {
    if (done || problem) notice.current?.focus();
  }, [done, problem]);
  if (changed) {
    return (
      <OfferChanged
        before={offerOfBooking(booking)}
        now={changed}
        onBook={change.rebookAnyway}
        onClose={change.leave}
      />
    );
  }
  if (problem) {
    return (
      <Notice tone="bad" ref={notice}>
        {lastStep === "cancel" ? cancelProblemText(t, problem) : bookingProblemText(t, problem)}
      </Notice>
    );
  }
  if (done === "cancel" && booking.status === "cancelled") {
    return (
      <Notice
        tone="calm"
        ref={notice}
        action={
          <Button
            leftSection={<IconArrowBackUp size={18} aria-hidden={true} />}
            aria-disabled={busy}
            onClick={() => act("reactivate")}
          >
            {t("booking.reactivate")}
          </Button>
        }
      >
        {t("booking.cancelledNow")}
      </Notice>
    );
  }
  if (done === "reactivate" && booking.status === "booked") {
    return (
      <Notice tone="good" ref={notice}>
        {t("booking.undone")}
      </Notice>
    );
  }
  // Money has come back for it, so it is over: a new booking takes its place.
  if (
    booking.status === "refunded" &&
    !isCalledOff(booking) &&
    new Date(booking.session_time).getTime() > Date.now()
  ) {
    return (
      <Notice
        tone="calm"
        ref={notice}
        action={
          <Button component={Link} to={`/e/${booking.event_id}`}>
            {t("booking.again")}
          </Button>
        }
      >
        {t("booking.cancelledNow")}
      </Notice>
    );
  }
  if (!booking.can_reactivate) return null;
  return (
    <Button className={styles.action} aria-disabled={busy} onClick={() => act("reactivate")}>
      {t(busy ? "booking.reactivating" : "booking.reactivate")}
    </Button>
  );
}

/** Cancels after one question: the place may be gone a moment later. */
export function CancelButton({ booking, change }: BookingActionsProps) {
  const { t, locale } = useLanguage();
  const [asking, setAsking] = useState(false);
  const p = useWords(paymentWords);
  // The exact sum is asked for when the question is asked, because it falls with time.
  const { data: refund, isPending } = useQuery({
    ...cancellationQuery(booking.id),
    enabled: asking && isPaid(booking),
  });
  const sum = refund?.currency ? formatMoney(refund.refund_cents, refund.currency, locale) : null;
  if (!booking.can_cancel) return null;
  return (
    <>
      <Button
        variant="default"
        className={`${styles.action} ${danger.ask}`}
        aria-disabled={change.busy}
        onClick={() => setAsking(true)}
      >
        {t(change.busy ? "booking.cancelling" : "booking.cancel")}
      </Button>
      {asking ? (
        <Dialog title={t("booking.cancelTitle")} onClose={() => setAsking(false)}>
          <p>
            <strong dir="auto">{booking.event_title}</strong>
            <br />
            <ZonedTime session={sessionOfBooking(booking)} />
          </p>
          <p>{t("booking.cancelText")}</p>
          {isPaid(booking) && refund ? (
            <p>
              <strong>{refundText(p, booking, refund, locale)}</strong>
            </p>
          ) : null}
          <DialogButtons>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("booking.keep")}
            </Button>
            <Button
              className={danger.confirm}
              aria-disabled={isPaid(booking) && isPending}
              onClick={() => {
                if (isPaid(booking) && isPending) return;
                setAsking(false);
                change.act("cancel");
              }}
            >
              {isPaid(booking) && refund
                ? refund.refund_cents > 0 && sum
                  ? p("cancel.confirmRefund", { amount: sum })
                  : p("cancel.confirmNothing")
                : t("booking.cancelConfirm")}
            </Button>
          </DialogButtons>
        </Dialog>
      ) : null}
    </>
  );
}

/** What cancelling now would give back, and what later, beside the button. Nothing for a booking that moves no money. */
export function CancelTerms({ booking }: { booking: Booking }) {
  const { locale } = useLanguage();
  const p = useWords(paymentWords);
  const { data: refund } = useQuery({
    ...cancellationQuery(booking.id),
    enabled: isPaid(booking),
    refetchInterval: REFETCH_INTERVAL,
  });
  const { data: order } = useQuery({
    ...orderQuery(booking.order_id ?? 0),
    enabled: isPaid(booking) && booking.order_id !== null,
  });
  if (!isPaid(booking) || !refund?.currency) return null;
  // A guest who declines a moved session gets everything back, whatever was agreed.
  const moved =
    booking.previous_session_time !== null && booking.previous_session_time !== booking.session_time;
  return (
    <>
      <p className={styles.terms}>{refundText(p, booking, refund, locale)}</p>
      {order && !moved && booking.payment_provider !== "door" ? (
        <AgreedTerms order={order} booking={booking} />
      ) : null}
    </>
  );
}

function refundText(
  p: PaymentT,
  booking: Booking,
  { refund_cents, currency }: Cancellation,
  locale: string,
): string {
  if (refund_cents > 0 && currency) {
    return p("cancel.now", { amount: formatMoney(refund_cents, currency, locale) });
  }
  return booking.payment_provider === "door"
    ? p("cancel.door", { name: firstName(booking.facilitator_name) })
    : p("cancel.nowNothing");
}

/** Whether something was paid that has not gone back, so that cancelling moves money. */
export function isPaid({ amount_paid, refunded_cents }: Booking): boolean {
  return (amount_paid ?? 0) > (refunded_cents ?? 0);
}
