import { staff } from "./en/staff";
import { translator } from "./messages";

export const STAFF_LOCALE = "en-GB";
/** The staff's pages speak English whatever language is chosen; they say so with `lang`. */
export const staffWords = translator<typeof staff>(staff, STAFF_LOCALE);
