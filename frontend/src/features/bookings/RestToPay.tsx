import { Button } from "@mantine/core";
import type { Booking } from "@/shared/api/types";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { paymentWords } from "@/shared/i18n/paymentWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatMoney } from "@/shared/money/format";
import styles from "./HeldUntil.module.css";

/** After a deposit: the way to pay the rest. It may be paid to the facilitator, too. */
export function RestToPay({ booking }: { booking: Booking }) {
  const { locale } = useLanguage();
  const t = useWords(paymentWords);
  if (!booking.currency || !isRestPayable(booking)) return null;
  const amount = formatMoney(booking.rest_cents ?? 0, booking.currency, locale);
  return (
    <div className={styles.held}>
      <span>{t("money.restHow", { name: firstName(booking.facilitator_name) })}</span>
      <Button component="a" href={`/pay/${booking.id}`}>
        {t("money.payRest", { amount })}
      </Button>
    </div>
  );
}

export function isRestPayable({ status, rest_cents, session_end_time }: Booking): boolean {
  return status === "booked" && (rest_cents ?? 0) > 0 && new Date(session_end_time) > new Date();
}
