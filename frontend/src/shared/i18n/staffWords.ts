import { problemText } from "@/shared/api/problemText";
import { zoneCity } from "@/shared/time/format";
import { approvals } from "./en/approvals";
import { customer } from "./en/customer";
import { eventManagement } from "./en/eventManagement";
import { guests } from "./en/guests";
import { integration } from "./en/integration";
import { messaging } from "./en/messaging";
import { money } from "./en/money";
import { staff } from "./en/staff";
import { translator } from "./messages";

export const STAFF_LOCALE = "en-GB";
const words = {
  ...staff,
  ...eventManagement,
  ...guests,
  ...approvals,
  ...integration,
  ...messaging,
  ...money,
} as const;
/** The texts of staff pages, which are always in English; their elements have `lang="en"`. */
export const staffWords = translator<typeof words>(words, STAFF_LOCALE);

const english = translator<typeof customer>(customer, STAFF_LOCALE);
/** What went wrong, in an English sentence. */
export const staffProblemText = (problem: unknown): string => problemText(english, problem);
/** The guests' texts in English, for what staff pages share with them. */
export const englishWords = english;
/** For the times of sessions. */
export const staffLanguage = { t: english, locale: STAFF_LOCALE, cityOf: zoneCity };
