import { google as en } from "@/shared/i18n/en/google";
import { google as hi } from "@/shared/i18n/hi/google";
import type { PageWords } from "./useWords";

export const googleWords: PageWords<typeof en> = { en, hi };
