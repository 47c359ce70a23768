import { Button, Title } from "@mantine/core";
import { IconReceipt } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Booking } from "@/shared/api/types";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { type PaymentT, paymentWords } from "@/shared/i18n/paymentWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatMoney } from "@/shared/money/format";
import { Notice } from "@/shared/ui/Notice";
import styles from "./Payments.module.css";
import { type Order, orderQuery, useReceiptDownload } from "./paymentQueries";

const REFETCH_INTERVAL = 5000;
/** For the moments after a cancellation, when its refund begins. */
const FIRST_INTERVAL = 1000;
const FIRST_RESPONSES = 10;

/** What was paid for a booking and how, what came back, and the receipts. Nothing without an order. */
export function BookingMoney({ booking }: { booking: Booking }) {
  const { locale } = useLanguage();
  const t = useWords(paymentWords);
  const { data: order } = useQuery({
    ...orderQuery(booking.order_id ?? 0),
    enabled: booking.order_id !== null,
    // No stream tells when a refund has begun or arrived.
    refetchInterval: ({ state }) => {
      const refunds = state.data?.refunds ?? [];
      if (refunds.some((refund) => refund.state === "initiated")) return REFETCH_INTERVAL;
      // Read a moment before the payment came.
      const paidSince = (booking.amount_paid ?? 0) > (state.data?.paid_cents ?? 0);
      const mayBegin = paidSince || (booking.status === "cancelled" && refunds.length === 0);
      return mayBegin && state.dataUpdateCount < FIRST_RESPONSES ? FIRST_INTERVAL : false;
    },
  });
  if (!order || (order.payments.length === 0 && order.refunds.length === 0)) return null;
  const money = (cents: number) => formatMoney(cents, order.currency, locale);
  const captured = order.payments.filter(({ state }) => state === "captured" || state === "pending");
  if (captured.length === 0) return null;
  return (
    <section aria-labelledby="payment-heading">
      <Title order={2} size="h3" id="payment-heading">
        {t("money.title")}
      </Title>
      <ul className={styles.list}>
        {captured.map((payment) => (
          <li key={payment.id}>{paidText(t, payment, money(payment.amount_cents), booking)}</li>
        ))}
        {order.refunds.map((refund) => (
          <li key={refund.id}>
            {t(REFUND_WORDS[refund.state] ?? "money.refunded", { amount: money(refund.amount_cents) })}
            {refund.state === "failed" ? null : <span className={styles.tax}>{t("money.refundDays")}</span>}
          </li>
        ))}
      </ul>
      <Receipts order={order} />
    </section>
  );
}

const REFUND_WORDS: Record<string, "money.refunded" | "money.refunding" | "money.refundFailed"> = {
  processed: "money.refunded",
  initiated: "money.refunding",
  failed: "money.refundFailed",
};

function paidText(t: PaymentT, payment: Order["payments"][number], amount: string, booking: Booking): string {
  if (payment.state === "pending") return t("money.pending", { amount });
  if (payment.provider === "door")
    return t("money.paidDoor", { amount, name: firstName(booking.facilitator_name) });
  const known = (["stripe", "razorpay", "demo"] as const).find((name) => name === payment.provider);
  return known
    ? t("money.paidHow", { amount, provider: t(`provider.${known}`) })
    : t("money.paid", { amount });
}

function Receipts({ order }: { order: Order }) {
  const { locale } = useLanguage();
  const t = useWords(paymentWords);
  const receipt = useReceiptDownload(order.id);
  if (order.receipts.length === 0) return null;
  return (
    <>
      <div className={styles.receipts}>
        {order.receipts.map((each) => (
          <Button
            key={each.number}
            variant="transparent"
            size="compact-md"
            px={0}
            leftSection={<IconReceipt size={18} aria-hidden={true} />}
            loading={receipt.isPending && receipt.variables.number === each.number}
            onClick={() => receipt.mutate(each)}
          >
            {t(`money.receipt.${each.kind}`, {
              number: each.number,
              amount: formatMoney(each.amount_cents, order.currency, locale),
            })}
          </Button>
        ))}
      </div>
      {receipt.error ? <Notice tone="bad">{t("money.receiptFailed")}</Notice> : null}
    </>
  );
}
