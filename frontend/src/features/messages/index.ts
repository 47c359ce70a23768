/** What other features may use. */
export { BookingMessages } from "./BookingMessages";
export { MessageLines } from "./MessageLines";
export {
  bookingMessagesQuery,
  byGuest,
  type GuestMessages,
  groupMessages,
  messageKeys,
  type PlannedMessage,
  sessionMessagesQuery,
  shownState,
  writtenMessagesQuery,
} from "./messagePlan";
