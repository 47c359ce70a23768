import { dateFormatter } from "@/shared/time/formatters";
import type { Month } from "./monthGrid";

/** A day, "2026-12-12", in words. */
export function formatDate(day: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return dateFormatter(locale, { timeZone: "UTC", ...options }).format(new Date(`${day}T12:00:00Z`));
}

export function monthName(month: Month, locale: string): string {
  return formatDate(`${month}-15`, locale, { month: "long", year: "numeric" });
}
