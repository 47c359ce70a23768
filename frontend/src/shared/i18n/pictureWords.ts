import { pictures as en } from "@/shared/i18n/en/pictures";
import { pictures as hi } from "@/shared/i18n/hi/pictures";
import type { Translate } from "./messages";
import type { PageWords } from "./useWords";

type Words = typeof en;
export type PictureT = Translate<Words>;
export const pictureWords: PageWords<Words> = { en, hi };
