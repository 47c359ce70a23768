import { DELIVERY_STATES } from "./DeliveryStatus";
import type { DeliveryFilters } from "./integrationApi";

/** Reads the filters from the address. Values that the API would refuse are left out. */
export function readDeliveryFilters(query: URLSearchParams): DeliveryFilters {
  const channel = query.get("channel") ?? "";
  const status = DELIVERY_STATES.find((state) => state === query.get("state"));
  const booking = Number(query.get("booking"));
  const error = (query.get("error") ?? "").slice(0, 200);
  return {
    ...(/^[a-z_]{1,32}$/.test(channel) ? { channel } : {}),
    ...(status ? { status } : {}),
    ...(Number.isSafeInteger(booking) && booking > 0 ? { booking_id: booking } : {}),
    ...(error ? { error } : {}),
  };
}
