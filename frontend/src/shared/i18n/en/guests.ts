import type { Dictionary } from "../messages";

/** A facilitator's guests. */
export const guests = {
  "guests.title": "Guests",
  "guests.intro": "Everyone who has booked with you.",
  "guests.search": "Search names, addresses and what they booked",
  "guests.count": { one: "{count} guest", other: "{count} guests" },
  "guests.bookings": "Bookings",
  "guests.booked": { one: "{count} booked", other: "{count} booked" },
  "guests.cancelled": { one: "{count} cancelled", other: "{count} cancelled" },
  "guests.next": "Next session",
  "guests.last": "Last session",
  "guests.none": "–",
  "guests.empty.title": "No guests yet",
  "guests.empty.text": "The first person who books one of your sessions will be here.",
  "guests.noMatch": "Try another name, or a part of the address.",
  "guests.all": "All guests",
  "guest.title": "Guest",
  "guest.bookings": "Bookings with you",
  "guest.notes": "Your notes",
  "guest.notesHint": "Only you see them.",
  "guest.notesSave": "Save the notes",
  "guest.notesUnsaved": "Not saved yet",
  "guest.notesSaved": "Saved {when}",
} as const satisfies Dictionary;
