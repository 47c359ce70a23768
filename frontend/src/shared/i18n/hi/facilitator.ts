import type { facilitator as english } from "@/shared/i18n/en/facilitator";
import type { Message } from "@/shared/i18n/messages";

export const facilitator: { [K in keyof typeof english]: Message } = {
  "forGuest.add": "अतिथि के लिए बुक करें",
  "forGuest.text":
    "उनकी बुकिंग तुरंत हो जाती है और उन्हें पुष्टि का ई-मेल मिलता है, जिसके लिंक से वे बुकिंग देख या रद्द कर सकते हैं। उन्हें खाते की ज़रूरत नहीं है।",
  "forGuest.atTheDoor": "अगर कुछ भुगतान करना हो, तो वे सीधे आपको करेंगे। मिलने पर उसे यहाँ दर्ज करें।",
  "forGuest.name": "नाम",
  "forGuest.email": "ई-मेल पता",
  "forGuest.places": "जगहें",
  "forGuest.language": "उनके संदेशों की भाषा",
  "forGuest.language.en": "English",
  "forGuest.language.hi": "हिन्दी",
  "forGuest.submit": { one: "{count} जगह बुक करें", other: "{count} जगहें बुक करें" },
  "forGuest.done": "{name} की बुकिंग हो गई है और उन्हें पुष्टि मिल जाएगी।",
  "forGuest.problem.booked": "इस अतिथि की इस सत्र में पहले से बुकिंग है।",
  "forGuest.problem.full": "इतनी जगहें खाली नहीं हैं।",
  "forGuest.problem.past": "यह सत्र शुरू हो चुका है।",
  "forGuest.problem.cancelled": "यह सत्र रद्द हो चुका है।",
};
