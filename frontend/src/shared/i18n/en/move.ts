import type { Dictionary } from "@/shared/i18n/messages";

/** What guests read when they move a booking to another date. */
export const move = {
  button: "Move to another date",
  from: "Your date now",
  to: "Your new date",
  none: "No other date has a place for you right now.",
  changed: "This date has just changed, so your booking is still as it was. Please look at it again.",
  bookFirst: "Book this date",
  keep: "Keep my date",
  choose: "Choose a date",
  confirm: "Move to {day}",
  moving: "Moving your booking…",
  "done.title": "You have a new date",
  "done.text": "See you there, {name}. Your old booking is cancelled.",
  "moved.to": "You moved to {when}.",
  "moved.away": "You moved to another date.",
  "moved.see": "See that booking",
  "dates.booked": "You're booked for {when}.",
  "dates.choice": "You can book another date as well, or move this booking.",
  "dates.see": "See your booking",
  "dates.several": "You're booked for {count} dates.",
  "dates.seeAll": "See your bookings",
} as const satisfies Dictionary;
