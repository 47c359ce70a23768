import { approvals } from "./en/approvals";
import { eventManagement } from "./en/eventManagement";
import { guests } from "./en/guests";
import { integration } from "./en/integration";
import { staff } from "./en/staff";
import { translator } from "./messages";

export const STAFF_LOCALE = "en-GB";
const words = { ...staff, ...eventManagement, ...guests, ...approvals, ...integration } as const;
/** The staff's pages speak English whatever language is chosen; they say so with `lang`. */
export const staffWords = translator<typeof words>(words, STAFF_LOCALE);
