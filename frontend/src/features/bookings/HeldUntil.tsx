import { Button } from "@mantine/core";
import type { Booking } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { paymentWords } from "@/shared/i18n/paymentWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatClock } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import styles from "./HeldUntil.module.css";

/** Until when the place is held for payment, and the way to pay. */
export function HeldUntil({ booking }: { booking: Booking }) {
  const { locale } = useLanguage();
  const t = useWords(paymentWords);
  const zone = useZone();
  if (!booking.held_until) return null;
  return (
    <div className={styles.held}>
      <span>{t("money.heldUntil", { time: formatClock(new Date(booking.held_until), zone, locale) })}</span>
      <Button component="a" href={`/pay/${booking.id}`}>
        {t("money.payNow")}
      </Button>
    </div>
  );
}
