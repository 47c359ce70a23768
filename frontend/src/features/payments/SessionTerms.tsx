import { useQuery } from "@tanstack/react-query";
import type { Event, Session } from "@/shared/api/types";
import { PriceLines } from "./PriceLines";
import { priceQuery, type SessionPrice } from "./paymentQueries";
import { RefundTerms } from "./RefundTerms";
import { refundSteps } from "./refundTerms";

type SessionTermsProps = { session: Session; event: Event };

/** What a session that is paid online costs, line by line, and what comes back when cancelling. */
export function SessionTerms({ session, event }: SessionTermsProps) {
  const { data } = useQuery(priceQuery(session.id, session.offer_version));
  const price = data ?? known(session, event);
  return (
    <>
      <PriceLines
        lines={price.lines}
        total={price.total_cents}
        currency={price.currency}
        deposit={price.payment_terms === "deposit" ? price.due_now_cents : null}
        percent={session.deposit_percent}
        facilitator={event.facilitator_name}
      />
      <RefundTerms steps={price.refund_steps} session={session} facilitator={event.facilitator_name} />
    </>
  );
}

/** The price as the page knows it already, so that nothing jumps while the server computes the same. */
function known(session: Session, event: Event): SessionPrice {
  const { price_cents: cents, currency } = session;
  const line = {
    kind: "place",
    description: session.title,
    quantity: 1,
    unit_cents: cents,
    tax_rate: event.tax_rate,
    amount_cents: cents,
  };
  return {
    currency,
    payment_terms: session.payment_terms,
    refund_ladder: event.refund_ladder,
    total_cents: cents,
    due_now_cents: session.deposit_cents ?? cents,
    lines: [line],
    refund_steps: refundSteps(event.refund_ladder, session.start_time),
  };
}
