/** What other features may use. */
export { facilitatorKeys, REFETCH_INTERVAL } from "./facilitatorQueries";
export type { FacilitatorBooking } from "./facilitatorTypes";
export { GuestPayment } from "./GuestPayment";
export { sessionOfBooking } from "./sessionOfBooking";
export { useLiveBookings } from "./useLiveBookings";
