import type { eventPage as en } from "@/shared/i18n/en/eventPage";
import type { Message } from "@/shared/i18n/messages";

export const eventPage: { [K in keyof typeof en]: Message } = {
  "dates.choose": "तिथि चुनें",
  "dates.change": "तिथि बदलें",
  "dates.from": "{price} से",
  "dates.next": "अगला: {when}",
  "dates.empty": "इस महीने कोई तिथि नहीं है।",
  "panel.label": "बुकिंग",
  "panel.summary": "आपका चुनाव",
  "panel.cancelAnytime": "सत्र शुरू होने तक आप रद्द कर सकते हैं।",
  "review.title": "बुकिंग जाँच लें",
  "review.back": "वापस जाएँ",
  "review.pay": "भुगतान अगले पेज पर होगा। तब तक आपकी जगह आपके लिए रोकी जाएगी।",
  "facilitator.held": { one: "{count} सत्र हो चुका है", other: "{count} सत्र हो चुके हैं" },
  "facilitator.upcoming": "आने वाले",
  "facilitator.none.title": "अभी कुछ तय नहीं है",
  "facilitator.none.text": "नई तिथियाँ यहाँ दिखेंगी।",
  "details.included": "क्या शामिल है",
  "details.toBring": "क्या साथ लाएँ",
  "details.programme": "कार्यक्रम",
  "details.languages": "{languages} में",
  share: "साझा करें",
  "share.copied": "लिंक कॉपी हुआ",
  "more.title": "{name} के और आयोजन",
  "gallery.label": "तस्वीरें",
  "gallery.show": "तस्वीर {number}, कुल {total}",
};
