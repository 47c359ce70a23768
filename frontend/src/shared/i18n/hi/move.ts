import type { move as en } from "@/shared/i18n/en/move";
import type { Message } from "@/shared/i18n/messages";

export const move: { [K in keyof typeof en]: Message } = {
  button: "दूसरी तारीख चुनें",
  from: "अभी की तारीख",
  to: "नई तारीख",
  none: "अभी किसी और तारीख पर आपके लिए जगह नहीं है।",
  changed: "यह तारीख अभी-अभी बदली है, इसलिए आपकी बुकिंग पहले जैसी ही है। कृपया इसे फिर से देखें।",
  bookFirst: "यह तारीख बुक करें",
  keep: "यही तारीख रखें",
  choose: "तारीख चुनें",
  confirm: "तारीख बदलकर {day} करें",
  moving: "तारीख बदली जा रही है…",
  "done.title": "आपकी तारीख बदल गई",
  "done.text": "फिर मिलते हैं, {name}। आपकी पुरानी बुकिंग रद्द हो गई है।",
  "moved.to": "आपकी नई तारीख: {when}।",
  "moved.away": "आपने दूसरी तारीख चुन ली है।",
  "moved.see": "नई बुकिंग देखें",
  "dates.booked": "आपकी बुकिंग {when} के लिए है।",
  "dates.choice": "आप दूसरी तारीख भी बुक कर सकते हैं, या इसी बुकिंग की तारीख बदल सकते हैं।",
  "dates.see": "अपनी बुकिंग देखें",
  "dates.several": "आपने {count} तारीखें बुक की हैं।",
  "dates.seeAll": "अपनी बुकिंग देखें",
};
