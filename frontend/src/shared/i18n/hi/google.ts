import type { google as en } from "@/shared/i18n/en/google";
import type { Message } from "@/shared/i18n/messages";

export const google: { [K in keyof typeof en]: Message } = {
  "google.continue": "Google से जारी रखें",
  "google.or": "या",
  "google.finishing": "आपको साइन इन किया जा रहा है…",
  "google.cancelled": "Google से साइन इन पूरा नहीं हुआ। फिर कोशिश करें, या अपने पासवर्ड से साइन इन करें।",
  "google.failed": "Google से साइन इन नहीं हो पाया। कृपया फिर कोशिश करें।",
  "google.unavailable":
    "अभी Google से संपर्क नहीं हो पा रहा है। थोड़ी देर में फिर कोशिश करें, या अपने पासवर्ड से साइन इन करें।",
  "google.unconfirmed_at_google":
    "Google पर आपके ई-मेल पते की पुष्टि अभी नहीं हुई है। पहले वहाँ पुष्टि करें, या यहाँ पासवर्ड से साइन इन करें।",
  "google.account_exists": "इस ई-मेल पते से पहले ही एक खाता है। अपने पासवर्ड से साइन इन करें, फिर ‘खाता’ में Google जोड़ें।",
  "google.other_address": "उस Google खाते का ई-मेल पता अलग है। {email} वाला Google खाता चुनें।",
  "google.other_account": "वह Google खाता यहाँ किसी दूसरे खाते से जुड़ा है।",
  "google.switched_off": "यह खाता बंद किया गया है। कृपया स्टूडियो से पूछें।",
  "google.connected": "Google जुड़ गया है। अब आप इससे साइन इन कर सकते हैं।",
  "google.heading": "Google",
  "google.isConnected": "आप अपने Google खाते से साइन इन कर सकते हैं।",
  "google.notConnected": "पासवर्ड लिखे बिना साइन इन करें। {email} पते वाला Google खाता चुनें।",
  "google.connect": "Google जोड़ें",
  "google.disconnect": "Google हटाएँ",
  "google.passwordText":
    "आप Google से साइन इन करते हैं। साथ में पासवर्ड भी चाहिए, तो हम आपको उसे चुनने का लिंक ई-मेल कर देंगे।",
  "google.passwordLink": "मुझे लिंक भेजें",
  "google.passwordSent": "हमने {email} पर लिंक भेज दिया है। यह एक घंटे तक चलेगा।",
};
