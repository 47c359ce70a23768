import type { Dictionary } from "@/shared/i18n/messages";

/** What facilitators do for the guests of a session. */
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
  "forGuest.most": {
    one: "You can book {count} place at most.",
    other: "You can book {count} places at most.",
  },
  "forGuest.done": "{name} is booked and will get a confirmation.",
  "forGuest.problem.booked": "This guest already has a booking for this session.",
  "forGuest.problem.full": "There aren't enough places left.",
  "forGuest.problem.past": "This session has already started.",
  "forGuest.problem.cancelled": "This session is cancelled.",

  "forGuest.price": { one: "{amount} for {count} place", other: "{amount} for {count} places" },

  "file.guest": "Guest",
  "file.places": "Places",
  "file.email": "E-mail",
  "file.phone": "Phone",
  "file.status": "Status",
  "file.price": "Price",
  "file.paid": "Paid",
  "file.how": "Paid how",
  "file.currency": "Currency",
  "file.booked": "Booked",
  "file.notes": "Notes",

  "write.open": "Write to the guests",
  "write.text":
    "Everybody who is booked gets it by e-mail and in the app. Their answers come to your e-mail address.",
  "write.subject": "Subject",
  "write.message": "Message",
  "write.toPreview": "Preview",
  "write.preview": "Send this message?",
  "write.reach": { one: "It goes to {count} guest.", other: "It goes to {count} guests." },
  "write.notByMail": {
    one: "{count} of them doesn't want e-mails like this and only sees it in the app.",
    other: "{count} of them don't want e-mails like this and only see it in the app.",
  },
  "write.edit": "Edit",
  "write.send": { one: "Send to {count} guest", other: "Send to {count} guests" },
  "write.sent": {
    one: "Your message is on its way to {count} guest.",
    other: "Your message is on its way to {count} guests.",
  },
  "write.written": "Your messages to the guests",
  "write.guests": { one: "to {count} guest", other: "to {count} guests" },
  "write.problem.nobody": "Nobody is booked, so there is nobody to write to.",
  "write.problem.tooMany": "You've written many messages today. Please write the next one tomorrow.",

  "changes.title": "Since yesterday",
  "changes.none": "Nothing changed in the last 24 hours.",
  "changes.booked": "{name} booked {event}",
  "changes.cancelled": "{name} no longer comes to {event}",
  "changes.moved": "{name} moved to another date of {event}",
  "changes.changed": "{name}'s booking for {event} changed",
  "changes.several": "{event} changed for {names}",
  "changes.more": { one: "{count} other guest", other: "{count} other guests" },
  "changes.of": "for {when}",
  "changes.from": "from {when}",
  "changes.all": "See all bookings",

  "dashboard.firstEvent": "Create your first event",

  "decisions.title": "Not decided yet ({count})",
  "decisions.missing": {
    one: "runs if {count} more person books by {day}",
    other: "runs if {count} more people book by {day}",
  },
  "decisions.enough": "enough people have booked; confirmed on {day}",
} as const satisfies Dictionary;
