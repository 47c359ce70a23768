import type { identity as en } from "@/shared/i18n/en/identity";
import type { Message } from "@/shared/i18n/messages";

export const identity: { [K in keyof typeof en]: Message } = {
  "confirm.title": "पुष्टि करें कि यह आप हैं",
  "confirm.text": "आगे बढ़ने से पहले अपना पासवर्ड लिखें। यह दस मिनट तक चलेगा।",
  "confirm.wrong": "पासवर्ड ग़लत है।",
  "confirm.submit": "पुष्टि करें",
  "confirm.code.sending": "हम आपको कोड भेज रहे हैं …",
  "confirm.code.sent": "हमने {email} पर कोड भेजा है। आगे बढ़ने से पहले उसे यहाँ लिखें। यह दस मिनट तक चलेगा।",
  "confirm.code": "कोड",
  "confirm.code.incomplete": "कोड के छह अंक लिखें।",
  "confirm.code.again": "नया कोड भेजें",
  "confirm.code.wait": "मेल नहीं मिला? स्पैम फ़ोल्डर देखें। एक मिनट बाद आप नया कोड माँग सकते हैं।",
  "confirm.back": "वापस",
  "email.change": "पता बदलें",
  "email.title": "अपना ई-मेल पता बदलें",
  "email.text": "आप इसी पते से साइन इन करते हैं और हमारे संदेश यहीं आते हैं।",
  "email.new": "नया ई-मेल पता",
  "email.same": "यह आपका मौजूदा पता ही है।",
  "email.send": "कोड भेजें",
  "email.sent":
    "हमने {email} पर कोड भेजा है। पता बदलने के लिए उसे यहाँ लिखें। दूसरे डिवाइस साइन आउट हो जाएँगे और आपका कैलेंडर लिंक बंद हो जाएगा।",
  "email.wait": "मेल नहीं मिला? पता और स्पैम फ़ोल्डर देखें। कोड आधे घंटे तक काम करेगा।",
  "email.other": "दूसरा पता लिखें",
  "email.save": "पता बदलें",
  "email.done": "अब आपका ई-मेल पता {email} है। दूसरे डिवाइस साइन आउट हो गए हैं और आपका कैलेंडर लिंक बंद है।",
  "delete.heading": "अपना खाता मिटाएँ",
  "delete.text":
    "खाता मिटाने के लिए {studio} से कहें। आपका नाम, पता और संदेश मिटा दिए जाएँगे। पुरानी बुकिंग और भुगतान आपके नाम के बिना रहेंगे।",
  "delete.ask": "{studio} से संपर्क करें",
};
