import { Button, Title } from "@mantine/core";
import { IconReceipt, IconReceiptRefund } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useLocation, useParams } from "react-router";
import { type Order, orderQuery, useReceiptDownload } from "@/features/payments";
import { staffLocale, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { formatMoney } from "@/shared/money/format";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { BackLink } from "@/shared/ui/BackLink";
import { Fact } from "@/shared/ui/Fact";
import { FailurePart } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import styles from "./Money.module.css";
import { subjectText, wordOf } from "./moneyWords";
import { RefundDialog } from "./RefundDialog";

/** An order with its payments and refunds, for its facilitator (`/facilitator/money`) and admins (`/admin/money`). */
export function OrderPage({ back }: { back: string }) {
  const { orderId, bookingId } = useParams();
  const {
    data: order,
    error,
    refetch,
  } = useQuery(bookingId ? orderQuery(Number(bookingId), "booking") : orderQuery(Number(orderId)));
  const id = order ? String(order.id) : orderId;
  // From the guest list, the order is asked for by its booking; a statement says which of its months it was.
  const { state } = useLocation();
  const roster = bookingId && order?.session_id ? `/facilitator/sessions/${order.session_id}` : null;
  const title = id ? t("order.title", { id }) : t("order.ofBooking", { id: bookingId ?? "" });
  return (
    <Page title={title} width="text">
      <div className={styles.page}>
        {roster ? (
          <BackLink to={roster}>{t("roster.title")}</BackLink>
        ) : (
          <BackLink to={isPath(state) ? state : back}>{t("order.back")}</BackLink>
        )}
        <PageHeading>{title}</PageHeading>
        {order ? (
          <OrderView order={order} />
        ) : error ? (
          <FailurePart problem={error} retry={refetch} />
        ) : (
          <Placeholder shapes={["line", "row", "row"]} />
        )}
      </div>
    </Page>
  );
}

/** Any page of the browser's history may have left its own state. */
const isPath = (state: unknown): state is string => typeof state === "string" && state.startsWith("/");

function OrderView({ order }: { order: Order }) {
  const zone = useZone();
  const [refunding, setRefunding] = useState(false);
  const [done, setDone] = useState(false);
  const receipt = useReceiptDownload(order.id);
  const money = (cents: number) => formatMoney(cents, order.currency, staffLocale());
  const when = (at: string | null) =>
    at
      ? `${formatDay(new Date(at), zone, staffLocale())}, ${formatClock(new Date(at), zone, staffLocale())}`
      : null;
  const paidAtTheDoor = order.payments.every(({ provider }) => provider === "door");
  const most = order.payments.reduce((sum, { refundable_cents }) => sum + refundable_cents, 0);
  return (
    <>
      {done ? (
        <Notice tone="good">{t(paidAtTheDoor ? "order.refundNoted" : "order.refundStarted")}</Notice>
      ) : null}
      <p className={styles.subject}>
        <strong dir="auto">{order.guest_name}</strong>
        <span dir="auto">{subjectText(order)}</span>
      </p>
      <dl className={styles.sums}>
        <Fact name={t("order.total")}>{money(order.total_cents)}</Fact>
        <Fact name={t("order.paid")}>{money(order.paid_cents)}</Fact>
        <Fact name={t("order.refunded")}>{money(order.refunded_cents)}</Fact>
        {order.rest_cents > 0 ? <Fact name={t("order.rest")}>{money(order.rest_cents)}</Fact> : null}
      </dl>
      <Part title={t("order.lines")}>
        {order.lines.map((line) => (
          <Line
            key={`${line.kind}-${line.booking_id}`}
            what={line.description}
            amount={money(line.amount_cents)}
          >
            {t(`order.terms.${order.terms.payment_terms}`, { amount: money(order.terms.deposit_cents ?? 0) })}
          </Line>
        ))}
      </Part>
      <Part title={t("order.payments")} empty={t("order.noPayments")}>
        {order.payments.map((payment) => (
          <Line
            key={payment.id}
            what={wordOf("payment.state", payment.state)}
            amount={money(payment.amount_cents)}
          >
            {[
              wordOf("provider.name", payment.provider),
              payment.method && wordOf("door", payment.method),
              when(payment.captured_at),
            ]
              .filter(Boolean)
              .join(" · ")}
          </Line>
        ))}
      </Part>
      {order.refunds.length > 0 ? (
        <Part title={t("order.refunds")}>
          {order.refunds.map((refund) => (
            <Line
              key={refund.id}
              what={wordOf("refund.state", refund.state)}
              amount={money(refund.amount_cents)}
            >
              {[wordOf("refund.kind", refund.kind), when(refund.processed_at ?? refund.created_at)].join(
                " · ",
              )}
              {refund.kind === "manual" ? <q dir="auto">{refund.reason}</q> : null}
            </Line>
          ))}
        </Part>
      ) : null}
      {order.receipts.length > 0 ? (
        <Part title={t("order.receipts")}>
          {order.receipts.map((each) => (
            <Line
              key={each.number}
              what={t(`order.receipt.${each.kind}`, { number: each.number })}
              amount={money(each.amount_cents)}
            >
              {when(each.issued_at)}{" "}
              <Button
                variant="transparent"
                size="compact-md"
                leftSection={<IconReceipt size={18} aria-hidden={true} />}
                aria-label={t("order.receiptPdf", { number: each.number })}
                onClick={() => receipt.mutate(each)}
              >
                PDF
              </Button>
            </Line>
          ))}
        </Part>
      ) : null}
      {receipt.error ? <Notice tone="bad">{staffProblemText(receipt.error)}</Notice> : null}
      {most > 0 ? (
        <Button
          variant="default"
          className={styles.start}
          leftSection={<IconReceiptRefund size={18} aria-hidden={true} />}
          onClick={() => setRefunding(true)}
        >
          {t("order.refund")}
        </Button>
      ) : null}
      {refunding ? (
        <RefundDialog
          order={order}
          most={most}
          onClose={() => setRefunding(false)}
          onDone={() => {
            setRefunding(false);
            setDone(true);
          }}
        />
      ) : null}
    </>
  );
}

function Part({ title, empty, children }: { title: string; empty?: string; children: ReactNode[] }) {
  return (
    <section>
      <Title order={2} size="h3">
        {title}
      </Title>
      {children.length === 0 ? (
        <p className={styles.soft}>{empty}</p>
      ) : (
        <ul className={styles.list}>{children}</ul>
      )}
    </section>
  );
}

function Line({ what, amount, children }: { what: string; amount: string; children: ReactNode }) {
  return (
    <li className={styles.line}>
      <span className={styles.what}>
        <strong dir="auto">{what}</strong>
        <span className={styles.soft}>{children}</span>
      </span>
      <span className={styles.amount}>{amount}</span>
    </li>
  );
}
