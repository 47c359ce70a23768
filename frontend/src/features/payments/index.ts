/** What other features may use. */
export { BookingMoney } from "./BookingMoney";
export {
  cancellationQuery,
  loadReceipt,
  type Order,
  orderQuery,
  paymentKeys,
} from "./paymentQueries";
export { SessionTerms } from "./SessionTerms";
