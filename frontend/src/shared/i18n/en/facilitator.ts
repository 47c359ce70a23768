import type { Dictionary } from "@/shared/i18n/messages";

/** What facilitators do for one session's guests. */
export const facilitator = {
  "forGuest.add": "Book for a guest",
  "forGuest.text":
    "They're booked right away and get the usual confirmation, with a link to see or cancel the booking. They don't need an account.",
  "forGuest.atTheDoor":
    "If there's something to pay, they pay you directly. Mark it as paid here once they have.",
  "forGuest.name": "Name",
  "forGuest.email": "E-mail address",
  "forGuest.places": "Places",
  "forGuest.language": "Language of their messages",
  "forGuest.language.en": "English",
  "forGuest.language.hi": "हिन्दी",
  "forGuest.submit": { one: "Book {count} place", other: "Book {count} places" },
  "forGuest.done": "{name} is booked and will get a confirmation.",
  "forGuest.problem.booked": "This guest already has a booking for this session.",
  "forGuest.problem.full": "There aren't enough places left.",
  "forGuest.problem.past": "This session has already started.",
  "forGuest.problem.cancelled": "This session is cancelled.",
} as const satisfies Dictionary;
