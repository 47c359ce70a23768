import { move as en } from "@/shared/i18n/en/move";
import { move as hi } from "@/shared/i18n/hi/move";
import type { PageWords } from "./useWords";

export const moveWords: PageWords<typeof en> = { en, hi };
