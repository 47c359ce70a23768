import { records as en } from "@/shared/i18n/en/records";
import { records as hi } from "@/shared/i18n/hi/records";
import type { Translate } from "./messages";
import type { PageWords } from "./useWords";

type Words = typeof en;
export type RecordsT = Translate<Words>;
export const recordWords: PageWords<Words> = { en, hi };
