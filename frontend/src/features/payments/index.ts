/** What other features may use. */
export { BookingMoney } from "./BookingMoney";
export {
  type Cancellation,
  cancellationQuery,
  loadReceipt,
  type Order,
  orderQuery,
  paymentKeys,
  type Receipt,
  receiptFile,
} from "./paymentQueries";
export { SessionTerms } from "./SessionTerms";
