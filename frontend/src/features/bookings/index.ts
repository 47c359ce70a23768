/** What other features may use. */
export { AddToCalendar } from "./AddToCalendar";
export { BookingPrice } from "./BookingPrice";
export { BookingStatus } from "./BookingStatus";
export { bookingIntent } from "./bookingIntent";
export { bookingProblemText, cancelProblemText } from "./bookingProblem";
export { type BookedSessions, bookedSessionsQuery, bookingKeys, bookingQuery } from "./bookingQueries";
export { tellOtherTabs } from "./bookingTabs";
export { isDefinite } from "./bookSession";
export { isMoved } from "./isMoved";
export { OfferChanged } from "./OfferChanged";
export { OfferFacts } from "./OfferFacts";
export { changedOffer, type Offer, offerOf, offerOfBooking } from "./offer";
export { sessionOfBooking } from "./sessionOfBooking";
export { useBooking } from "./useBooking";
