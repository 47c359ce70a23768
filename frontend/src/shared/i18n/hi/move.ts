import type { move as en } from "@/shared/i18n/en/move";
import type { Message } from "@/shared/i18n/messages";

export const move: { [K in keyof typeof en]: Message } = {
  button: "दूसरी तिथि चुनें",
  from: "अभी की तिथि",
  to: "नई तिथि",
  none: "अभी किसी और तिथि में आपके लिए जगह नहीं है।",
  changed: "यह तिथि अभी-अभी बदली है, इसलिए आपकी बुकिंग पहले जैसी ही है। कृपया इसे फिर से देखें।",
  bookFirst: "यह तिथि बुक करें",
  keep: "यही तिथि रखें",
  choose: "तिथि चुनें",
  confirm: "तिथि बदलकर {day} करें",
  moving: "तिथि बदली जा रही है…",
  "done.title": "आपकी तिथि बदल गई",
  "done.text": "फिर मिलते हैं, {name}। आपकी पुरानी बुकिंग रद्द हो गई है।",
  "moved.to": "आपकी नई तिथि: {when}।",
  "moved.away": "आपने दूसरी तिथि चुन ली है।",
  "moved.see": "नई बुकिंग देखें",
  "dates.booked": "आपकी बुकिंग {when} के लिए है।",
  "dates.choice": "आप दूसरी तिथि भी बुक कर सकते हैं, या इसी बुकिंग की तिथि बदल सकते हैं।",
  "dates.see": "अपनी बुकिंग देखें",
  "dates.several": "आपने {count} तिथियाँ बुक की हैं।",
  "dates.seeAll": "अपनी बुकिंग देखें",
};
