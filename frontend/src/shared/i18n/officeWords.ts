import { office as en } from "@/shared/i18n/en/office";
import { office as hi } from "@/shared/i18n/hi/office";
import type { Translate } from "./messages";
import type { PageWords } from "./useWords";

type Words = typeof en;
export type OfficeT = Translate<Words>;
export const officeWords: PageWords<Words> = { en, hi };
