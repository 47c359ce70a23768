import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { paymentWords } from "@/shared/i18n/paymentWords";
import { useWords } from "@/shared/i18n/useWords";
import { FailurePart } from "@/shared/ui/FailureState";
import { Placeholder } from "@/shared/ui/Placeholder";
import styles from "./Payments.module.css";
import { PriceLines } from "./PriceLines";
import { priceQuery } from "./paymentQueries";
import { RefundTerms } from "./RefundTerms";

/** What a session costs and what comes back when cancelling, loaded when a guest asks for it. */
export function PriceDetails({ sessionId, facilitator }: { sessionId: number; facilitator: string }) {
  const t = useWords(paymentWords);
  const [open, setOpen] = useState(false);
  const { data: price, error, refetch } = useQuery({ ...priceQuery(sessionId), enabled: open });
  return (
    <details className={styles.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("price.details")}</summary>
      {price ? (
        <>
          <PriceLines lines={price.lines} total={price.total_cents} currency={price.currency} />
          <RefundTerms steps={price.refund_steps} facilitator={facilitator} />
        </>
      ) : error ? (
        <FailurePart problem={error} retry={refetch} />
      ) : (
        <Placeholder shapes={["line", "line"]} />
      )}
    </details>
  );
}
