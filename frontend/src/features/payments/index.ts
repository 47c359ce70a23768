/** What other features may use. */
export { BookingMoney } from "./BookingMoney";
export { PriceDetails } from "./PriceDetails";
export { cancellationQuery, loadReceipt, type Order, orderQuery, paymentKeys } from "./paymentQueries";
