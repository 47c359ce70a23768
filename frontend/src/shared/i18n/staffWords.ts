import { problemText } from "@/shared/api/problemText";
import { approvals } from "./en/approvals";
import { eventManagement } from "./en/eventManagement";
import { facilitator } from "./en/facilitator";
import { guests } from "./en/guests";
import { integration } from "./en/integration";
import { messaging } from "./en/messaging";
import { money } from "./en/money";
import { staff } from "./en/staff";
import { approvals as hindiApprovals } from "./hi/approvals";
import { eventManagement as hindiEventManagement } from "./hi/eventManagement";
import { facilitator as hindiFacilitator } from "./hi/facilitator";
import { guests as hindiGuests } from "./hi/guests";
import { integration as hindiIntegration } from "./hi/integration";
import { messaging as hindiMessaging } from "./hi/messaging";
import { money as hindiMoney } from "./hi/money";
import { staff as hindiStaff } from "./hi/staff";
import { currentLanguage, type T } from "./LanguageProvider";
import type { Message } from "./messages";
import { wordsAtCall } from "./useWords";

const english = {
  ...staff,
  ...eventManagement,
  ...facilitator,
  ...guests,
  ...approvals,
  ...integration,
  ...messaging,
  ...money,
} as const;
type Words = typeof english;
const hindi: { [K in keyof Words]: Message } = {
  ...hindiStaff,
  ...hindiEventManagement,
  ...hindiFacilitator,
  ...hindiGuests,
  ...hindiApprovals,
  ...hindiIntegration,
  ...hindiMessaging,
  ...hindiMoney,
};

/** The texts of staff pages. When another language is chosen, `app/staffPages.tsx` renders the page again. */
export const staffWords = wordsAtCall<Words>({ en: english, hi: hindi });
/** The guests' texts, for what staff pages share with them. */
export const guestWords: T = (key, ...values) => currentLanguage().t(key, ...values);
/** What went wrong, in a sentence. */
export const staffProblemText = (problem: unknown): string => problemText(guestWords, problem);
/** For dates and numbers. */
export const staffLocale = (): string => currentLanguage().locale;
