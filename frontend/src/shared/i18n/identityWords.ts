import { identity as en } from "@/shared/i18n/en/identity";
import { identity as hi } from "@/shared/i18n/hi/identity";
import type { PageWords } from "./useWords";

export const identityWords: PageWords<typeof en> = { en, hi };
