/** Offered in forms; the API takes any of ISO 4217 that its provider takes. */
export const CURRENCIES = ["EUR", "USD", "GBP", "INR", "AUD", "CAD", "CHF", "JPY", "MXN", "SGD", "THB"];
