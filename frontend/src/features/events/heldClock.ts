import type { Booking } from "@/shared/api/types";
import { browserZone, formatClock } from "@/shared/time/format";

/** "11:56": until when the place of a booking is held for payment. */
export function heldClock({ held_until }: Booking, locale: string): string {
  return held_until ? formatClock(new Date(held_until), browserZone(), locale) : "";
}
