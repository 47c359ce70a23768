import { payments as en } from "@/shared/i18n/en/payments";
import { payments as hi } from "@/shared/i18n/hi/payments";
import type { Translate } from "./messages";
import type { PageWords } from "./useWords";

type Words = typeof en;
export type PaymentT = Translate<Words>;
export const paymentWords: PageWords<Words> = { en, hi };
