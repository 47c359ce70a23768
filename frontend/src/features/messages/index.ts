/** What other features may use. */
export { BookingMessages } from "./BookingMessages";
export { bookingMessagesQuery, messageKeys, type PlannedMessage } from "./messagePlan";
export { SessionMessages } from "./SessionMessages";
export { WriteToGuests } from "./WriteToGuests";
export { WrittenMessages } from "./WrittenMessages";
