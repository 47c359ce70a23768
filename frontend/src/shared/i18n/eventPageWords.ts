import { eventPage as en } from "@/shared/i18n/en/eventPage";
import { eventPage as hi } from "@/shared/i18n/hi/eventPage";
import type { PageWords } from "./useWords";

export const eventPageWords: PageWords<typeof en> = { en, hi };
