/** What other features may use. */
export { AgreedTerms } from "./AgreedTerms";
export { BookingMoney } from "./BookingMoney";
export {
  type Cancellation,
  cancellationQuery,
  type Order,
  orderQuery,
  paymentKeys,
  useReceiptDownload,
} from "./paymentQueries";
export { SessionTerms } from "./SessionTerms";
