import type { Dictionary } from "@/shared/i18n/messages";

/** A facilitator's guests. */
export const guests = {
  "guests.title": "Guests",
  "guests.intro": "Everyone who has booked with you.",
  "guests.search": "Search names, e-mails and sessions",
  "guests.count": { one: "{count} guest", other: "{count} guests" },
  "guests.bookings": "Bookings",
  "guests.booked": { one: "{count} booked", other: "{count} booked" },
  "guests.cancelled": { one: "{count} cancelled", other: "{count} cancelled" },
  "guests.next": "Next session",
  "guests.last": "Last session",
  "guests.none": "–",
  "guests.empty.title": "No guests yet",
  "guests.empty.text": "Guests appear here after their first booking with you.",
  "guests.noMatch": "Try another name or e-mail.",
  "guests.all": "All guests",
  "guest.title": "Guest",
  "guest.cancelledOn": "Cancelled {day}",
  "guest.movedOn": "Moved {day}",
  "guest.bookings": "Bookings with you",
  "guest.earlier": { one: "and {count} earlier", other: "and {count} earlier" },
  "guest.notes": "Your notes",
  "guest.notesHint": "Only you can see these.",
  "guest.notesSave": "Save notes",
  "guest.notesUnsaved": "Not saved yet",
  "guest.notesSaved": "Saved {when}",
} as const satisfies Dictionary;
