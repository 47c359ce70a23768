import { Button } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import {
  AddToCalendar,
  bookingKeys,
  bookingQuery,
  sessionOfBooking,
  tellOtherTabs,
} from "@/features/bookings";
import { ApiProblem } from "@/shared/api/problem";
import type { Booking } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { paymentWords } from "@/shared/i18n/paymentWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatMoney } from "@/shared/money/format";
import { AcceptedTerms } from "@/shared/studio/AcceptedTerms";
import { useNow } from "@/shared/time/useNow";
import { BackLink } from "@/shared/ui/BackLink";
import { DateBlock } from "@/shared/ui/DateBlock";
import { FailurePage } from "@/shared/ui/FailureState";
import { openDocument } from "@/shared/ui/openDocument";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import ticket from "@/shared/ui/ticket.module.css";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { AgreedTerms } from "./AgreedTerms";
import { BookingMoney } from "./BookingMoney";
import styles from "./Payments.module.css";
import { PayStateNotice } from "./PayStateNotice";
import { PriceLines } from "./PriceLines";
import { paymentProblemText } from "./paymentProblem";
import { openCheckout, orderQuery, paymentKeys, sayReturned } from "./paymentQueries";
import { countdown, isRestToPay, type PayState, payState, type Returned } from "./payState";
import { payWithRazorpay, type RazorpayForm } from "./razorpay";

const REFETCH_INTERVAL = 1000;
const NO_SUCH_BOOKING = new ApiProblem(404, "not_found", undefined, "No such booking");
const FINAL: readonly PayState[] = ["paid", "depositPaid", "over", "nothing"];
const PAID = { paid: "pay.paid.title", depositPaid: "pay.deposit.paid" } as const;

/** Where a guest pays for a held booking. The provider's own page leads back to it. */
export function PayPage() {
  const { t } = useLanguage();
  const bookingId = Number(useParams().bookingId);
  const possible = Number.isSafeInteger(bookingId) && bookingId > 0;
  const { data, error, refetch } = useQuery({
    ...bookingQuery(bookingId),
    enabled: possible,
    refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? REFETCH_INTERVAL : false),
  });
  if (!possible) return <FailurePage problem={NO_SUCH_BOOKING} retry={refetch} />;
  if (data) return <Pay booking={data} />;
  if (error) return <FailurePage problem={error} retry={refetch} />;
  return (
    <Page title={t("app.loading")} width="text">
      <Placeholder shapes={["title", "card", "row"]} />
    </Page>
  );
}

function Pay({ booking }: { booking: Booking }) {
  const words = useLanguage();
  const t = useWords(paymentWords);
  const now = useNow(1000);
  const [query] = useSearchParams();
  const came = query.get("returned");
  const returned: Returned =
    came === "paid" || came === "cancelled" ? (query.has("declined") ? "declined" : came) : null;
  const { data: order } = useQuery({
    ...orderQuery(booking.order_id ?? 0),
    enabled: booking.order_id !== null,
    refetchInterval: isOpen(booking) ? REFETCH_INTERVAL : false,
  });
  const rest = isRestToPay(booking);
  const pay = usePayment(booking.id, returned);
  const state = payState(booking, order, pay.closed ?? returned, now);
  const depositPaid = state === "depositPaid";
  const paid = state === "paid" || depositPaid;
  const title = t(paid ? PAID[state] : rest ? "pay.rest.title" : "pay.title");
  const amount = order
    ? formatMoney(rest ? order.rest_cents : order.due_now_cents, order.currency, words.locale)
    : "";
  const payable = state === "ready" || state === "declined" || state === "cancelled";
  useRefreshWhenOver(booking, state);
  return (
    <Page title={title} width="text">
      <div className={styles.page}>
        {paid ? null : <BackLink to={`/my-bookings/${booking.id}`}>{t("pay.toBooking")}</BackLink>}
        <header className={ticket.head} data-fresh={paid} aria-live="polite">
          {paid ? <IconCircleCheckFilled size={44} aria-hidden={true} className={ticket.check} /> : null}
          <PageHeading>{title}</PageHeading>
        </header>
        <PayStateNotice state={state} order={order} rest={rest} heldUntil={booking.held_until} />
        <section className={styles.card} aria-label={booking.event_title}>
          <div className={styles.what}>
            <DateBlock session={sessionOfBooking(booking)} />
            <div className={styles.facts}>
              <strong dir="auto">{booking.event_title}</strong>
              <ZonedTime session={sessionOfBooking(booking)} />
              <span>{words.t("event.with", { name: booking.facilitator_name })}</span>
            </div>
          </div>
          {order ? (
            <>
              <PriceLines
                lines={order.lines}
                total={order.total_cents}
                currency={order.currency}
                deposit={state === "paid" ? null : order.terms.deposit_cents}
                rest={rest ? order.rest_cents : 0}
                restNow={!depositPaid}
                facilitator={booking.facilitator_name}
              />
              {FINAL.includes(state) ? null : <AgreedTerms order={order} booking={booking} />}
            </>
          ) : (
            <Placeholder shapes={["line", "line"]} />
          )}
        </section>
        {payable && order ? (
          <div className={styles.pay}>
            {booking.held_until ? (
              <p className={styles.held} role="timer">
                {t("pay.held", { time: countdown(booking.held_until, now) })}
              </p>
            ) : null}
            <Button
              size="lg"
              fullWidth
              aria-disabled={pay.busy}
              onClick={() => {
                if (!pay.busy) pay.start();
              }}
            >
              {pay.busy ? t("pay.opening") : t(state === "declined" ? "pay.again" : "pay.now", { amount })}
            </Button>
            {rest ? null : <AcceptedTerms by="booking" />}
            <div aria-live="polite">
              {pay.problem ? <p role="alert">{paymentProblemText(t, words.t, pay.problem, rest)}</p> : null}
            </div>
          </div>
        ) : null}
        {state === "over" ? (
          <Button component={Link} to={`/e/${booking.event_id}`}>
            {t("pay.over.again")}
          </Button>
        ) : null}
        {paid ? (
          <>
            <BookingMoney booking={booking} />
            {booking.can_cancel ? <AddToCalendar booking={booking} /> : null}
          </>
        ) : null}
        {paid || state === "late" || state === "awaitingBank" ? (
          <Button component={Link} to={`/my-bookings/${booking.id}`}>
            {t("pay.toBooking")}
          </Button>
        ) : null}
      </div>
    </Page>
  );
}

/** Whether something may still be paid, so that the page looks for the payment. */
function isOpen(booking: Booking): boolean {
  return booking.status === "held" || isRestToPay(booking);
}

/** Opens the provider's page or form, and asks how the payment stands when the guest comes back. */
function usePayment(bookingId: number, returned: Returned) {
  const queryClient = useQueryClient();
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: paymentKeys.orders });
    void queryClient.invalidateQueries({ queryKey: bookingKeys.all });
    tellOtherTabs();
  };
  const { mutate: ask } = useMutation({ mutationFn: () => sayReturned(bookingId), onSettled: refresh });
  const pay = useMutation({
    mutationFn: async (): Promise<Returned> => {
      const { checkout } = await openCheckout(bookingId);
      if (typeof checkout !== "string") {
        const closed = await payWithRazorpay(checkout as RazorpayForm);
        ask();
        return closed;
      }
      openDocument(checkout);
      return null;
    },
    onSettled: refresh,
  });
  const { reset } = pay;
  const asked = useRef(false);
  useEffect(() => {
    if (returned !== null && !asked.current) {
      asked.current = true;
      ask();
    }
  }, [returned, ask]);
  // "Back" from the provider's page may show this page as it was left: with a button that is busy.
  useEffect(() => {
    const shown = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      reset();
      ask();
    };
    window.addEventListener("pageshow", shown);
    return () => window.removeEventListener("pageshow", shown);
  }, [ask, reset]);
  return {
    // The page stays busy while the browser goes to the provider's.
    busy: pay.isPending || (pay.isSuccess && pay.data === null),
    closed: pay.data ?? null,
    problem: pay.error,
    start: () => pay.mutate(),
  };
}

/** Lets the API say whether the booking has expired once the countdown is over. */
function useRefreshWhenOver(booking: Booking, state: PayState) {
  const queryClient = useQueryClient();
  const over = state === "over" && booking.status === "held";
  useEffect(() => {
    if (over) void queryClient.invalidateQueries({ queryKey: bookingKeys.one(booking.id) });
  }, [over, booking.id, queryClient]);
}
