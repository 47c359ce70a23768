import type { guests as english } from "@/shared/i18n/en/guests";
import type { Message } from "@/shared/i18n/messages";

export const guests: { [K in keyof typeof english]: Message } = {
  "guests.title": "अतिथि",
  "guests.intro": "वे सभी जिन्होंने आपके साथ बुकिंग की है।",
  "guests.search": "नाम, ई-मेल और सत्र खोजें",
  "guests.count": { one: "{count} अतिथि", other: "{count} अतिथि" },
  "guests.bookings": "बुकिंग",
  "guests.booked": { one: "{count} बुक", other: "{count} बुक" },
  "guests.cancelled": { one: "{count} रद्द", other: "{count} रद्द" },
  "guests.next": "अगला सत्र",
  "guests.last": "पिछला सत्र",
  "guests.none": "–",
  "guests.empty.title": "अभी कोई अतिथि नहीं",
  "guests.empty.text": "आपके साथ पहली बुकिंग होते ही अतिथि यहाँ दिखेंगे।",
  "guests.noMatch": "कोई और नाम या ई-मेल आज़माएँ।",
  "guests.all": "सभी अतिथि",
  "guest.title": "अतिथि",
  "guest.cancelledOn": "{day} को रद्द",
  "guest.movedOn": "{day} को तारीख बदली",
  "guest.bookings": "आपके साथ बुकिंग",
  "guest.earlier": { one: "और {count} पहले की", other: "और {count} पहले की" },
  "guest.notes": "आपके नोट",
  "guest.notesHint": "इन्हें केवल आप देख सकते हैं।",
  "guest.notesSave": "नोट सहेजें",
  "guest.notesUnsaved": "अभी सहेजा नहीं गया",
  "guest.notesSaved": "{when} पर सहेजा गया",
};
