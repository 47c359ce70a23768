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
  "forGuest.most": {
    one: "आप ज़्यादा से ज़्यादा {count} जगह बुक कर सकते हैं।",
    other: "आप ज़्यादा से ज़्यादा {count} जगहें बुक कर सकते हैं।",
  },
  "forGuest.done": "{name} की बुकिंग हो गई है और उन्हें पुष्टि मिल जाएगी।",
  "forGuest.problem.booked": "इस अतिथि की इस सत्र में पहले से बुकिंग है।",
  "forGuest.problem.full": "इतनी जगहें खाली नहीं हैं।",
  "forGuest.problem.past": "यह सत्र शुरू हो चुका है।",
  "forGuest.problem.cancelled": "यह सत्र रद्द हो चुका है।",

  "forGuest.price": { one: "{count} जगह के {amount}", other: "{count} जगहों के {amount}" },

  "file.guest": "अतिथि",
  "file.places": "जगहें",
  "file.email": "ई-मेल",
  "file.phone": "फ़ोन",
  "file.status": "स्थिति",
  "file.price": "मूल्य",
  "file.paid": "भुगतान हुआ",
  "file.how": "भुगतान का तरीक़ा",
  "file.currency": "मुद्रा",
  "file.booked": "बुकिंग का समय",
  "file.notes": "नोट",

  "write.open": "अतिथियों को लिखें",
  "write.text": "जिनकी भी बुकिंग है, उन सबको यह ई-मेल से और ऐप में मिलेगा। उनके जवाब आपके ई-मेल पते पर आएँगे।",
  "write.subject": "विषय",
  "write.message": "संदेश",
  "write.toPreview": "पहले देखें",
  "write.preview": "यह संदेश भेजें?",
  "write.reach": { one: "यह {count} अतिथि को जाएगा।", other: "यह {count} अतिथियों को जाएगा।" },
  "write.notByMail": {
    one: "इनमें से {count} ऐसे ई-मेल नहीं चाहते और इसे केवल ऐप में देखेंगे।",
    other: "इनमें से {count} ऐसे ई-मेल नहीं चाहते और इसे केवल ऐप में देखेंगे।",
  },
  "write.edit": "बदलें",
  "write.send": { one: "{count} अतिथि को भेजें", other: "{count} अतिथियों को भेजें" },
  "write.sent": {
    one: "आपका संदेश {count} अतिथि को भेजा जा रहा है।",
    other: "आपका संदेश {count} अतिथियों को भेजा जा रहा है।",
  },
  "write.written": "अतिथियों को आपके संदेश",
  "write.guests": { one: "{count} अतिथि को", other: "{count} अतिथियों को" },
  "write.problem.nobody": "किसी की बुकिंग नहीं है, इसलिए लिखने के लिए कोई नहीं है।",
  "write.problem.tooMany": "आज आपने बहुत-से संदेश लिखे हैं। अगला कल लिखें।",

  "changes.title": "कल से अब तक",
  "changes.none": "पिछले 24 घंटों में कुछ नहीं बदला।",
  "changes.booked": "{name} ने {event} बुक किया",
  "changes.cancelled": "{name} अब {event} में नहीं आएँगे",
  "changes.moved": "{name} ने {event} की दूसरी तारीख चुनी",
  "changes.changed": "{event} में {name} की बुकिंग बदली",
  "changes.several": "{event} में बदलाव: {names}",
  "changes.more": { one: "{count} और अतिथि", other: "{count} और अतिथि" },
  "changes.of": "{when} के लिए",
  "changes.from": "{when} से",
  "changes.all": "सारी बुकिंग देखें",

  "dashboard.firstEvent": "अपना पहला आयोजन बनाएँ",

  "decisions.title": "अभी तय नहीं ({count})",
  "decisions.missing": {
    one: "{day} तक {count} और बुकिंग होने पर होगा",
    other: "{day} तक {count} और बुकिंग होने पर होगा",
  },
  "decisions.enough": "पर्याप्त लोगों ने बुक किया है; {day} को पक्का होगा",
};
