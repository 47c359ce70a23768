import type { BookingStatus } from "@/shared/api/types";
import type { BookingFilters } from "./facilitatorQueries";

/** The states that a facilitator's list can hold: unpaid holds are not announced, and nothing records attendance. */
export const LISTED_STATUSES: readonly BookingStatus[] = ["booked", "cancelled", "refunded"];

export function readBookingFilters(query: URLSearchParams): BookingFilters {
  const status = query.get("status");
  const session = Number(query.get("session"));
  const since = new Date(query.get("since") ?? "");
  return {
    status: LISTED_STATUSES.find((known) => known === status) ?? "",
    search: (query.get("search") ?? "").slice(0, 200),
    session: Number.isSafeInteger(session) && session > 0 ? session : null,
    since: Number.isNaN(since.getTime()) ? null : since.toISOString(),
  };
}

/** Changing a filter begins at the first page again. */
export function withBookingFilter(query: URLSearchParams, name: keyof BookingFilters, value: string) {
  const next = new URLSearchParams(query);
  next.delete("page");
  if (value === "") next.delete(name);
  else next.set(name, value);
  return next;
}

export function readPage(query: URLSearchParams): number {
  const page = Number(query.get("page"));
  return Number.isSafeInteger(page) && page > 0 && page <= 1_000_000 ? page : 1;
}
