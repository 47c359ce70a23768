import type { Dictionary } from "@/shared/i18n/messages";

/** What guests read on the page of an event. */
export const eventPage = {
  "dates.choose": "Choose a date",
  "dates.change": "Change date",
  "dates.from": "from {price}",
  "dates.next": "Next: {when}",
  "dates.empty": "No dates in this month.",
  "panel.label": "Book",
  "panel.summary": "Your choice",
  "panel.cancelAnytime": "You can cancel until the session starts.",
  "review.title": "Check your booking",
  "review.back": "Go back",
  "review.pay": "You pay on the next page. Until then your place is held.",
  "facilitator.held": { one: "{count} session held", other: "{count} sessions held" },
  "facilitator.upcoming": "Coming up",
  "facilitator.none.title": "Nothing planned at the moment",
  "facilitator.none.text": "New dates appear here.",
  "details.included": "What's included",
  "details.toBring": "What to bring",
  "details.programme": "Programme",
  "details.languages": "In {languages}",
  share: "Share",
  "share.copied": "Link copied",
  "more.title": "More by {name}",
  "gallery.label": "Pictures",
  "gallery.show": "Picture {number} of {total}",
} as const satisfies Dictionary;
