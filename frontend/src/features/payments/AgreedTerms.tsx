import { sessionOfBooking } from "@/features/bookings";
import type { Booking } from "@/shared/api/types";
import type { Order } from "./paymentQueries";
import { RefundTerms } from "./RefundTerms";
import { refundSteps } from "./refundTerms";

/** What a guest who cancels gets back, as it was agreed when they booked. */
export function AgreedTerms({ order, booking }: { order: Order; booking: Booking }) {
  const { refund_ladder, starts_at } = order.terms;
  return (
    <RefundTerms
      steps={refundSteps(refund_ladder, starts_at)}
      session={sessionOfBooking(booking)}
      facilitator={booking.facilitator_name}
    />
  );
}
