import type { EventKind } from "@/shared/api/types";
import { daysLater, startOfDay } from "@/shared/time/wallClock";
import type { EventSearch } from "./eventQueries";
import { KINDS } from "./eventTimes";

/** The filters as the address of the page holds them. */
export type DiscoverFilters = {
  search: string;
  kind: EventKind | "";
  facilitator: string;
  place: string;
  /** Days as `2026-12-12`. */
  from: string;
  to: string;
  /** The highest price in cents; "" is any price, "0" is free. */
  price: string;
  /** The currency of that price. */
  currency: string;
  free: boolean;
};
export type View = "list" | "calendar";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readFilters(query: URLSearchParams): DiscoverFilters {
  const get = (name: string) => query.get(name)?.trim() ?? "";
  const day = (name: string) =>
    DAY.test(get(name)) && !Number.isNaN(Date.parse(get(name))) ? get(name) : "";
  return {
    search: get("search").slice(0, 200),
    kind: KINDS.find((kind) => kind === get("kind")) ?? "",
    facilitator: /^[1-9]\d{0,8}$/.test(get("facilitator")) ? get("facilitator") : "",
    place: get("place").slice(0, 200),
    from: day("from"),
    to: day("to"),
    ...readPrice(get("price"), get("currency")),
    free: get("free") === "1",
  };
}

/** A price needs its currency, except 0, which means free. */
function readPrice(price: string, currency: string): Pick<DiscoverFilters, "price" | "currency"> {
  if (price === "0") return { price, currency: "" };
  const known = /^\d{1,9}$/.test(price) && /^[A-Z]{3}$/.test(currency);
  return known ? { price, currency } : { price: "", currency: "" };
}

export function readView(query: URLSearchParams): View {
  return query.get("view") === "calendar" ? "calendar" : "list";
}

/** The query with some filters changed. Empty filters are removed; everything else stays. */
export function withFilters(query: URLSearchParams, change: Partial<DiscoverFilters>): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(change)) {
    if (value === "" || value === false) next.delete(name);
    else next.set(name, value === true ? "1" : value);
  }
  return next;
}

export function withoutFilters(query: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams();
  if (readView(query) === "calendar") next.set("view", "calendar");
  return next;
}

/** How many filters of the panel behind the "Filters" button are set. */
export function countHidden({ facilitator, place, from, to, price, free }: DiscoverFilters): number {
  return [facilitator, place, from, to, price, free].filter(Boolean).length;
}

export function isFiltered(filters: DiscoverFilters): boolean {
  return Boolean(filters.search || filters.kind) || countHidden(filters) > 0;
}

export function toSearch(filters: DiscoverFilters, zone: string): EventSearch {
  return {
    status: "bookable",
    ...(filters.search && { search: filters.search }),
    ...(filters.kind && { kind: filters.kind }),
    ...(filters.facilitator && { facilitator_id: Number(filters.facilitator) }),
    ...(filters.place && { location: filters.place }),
    ...(filters.from && { from: startOfDay(filters.from, zone) }),
    ...(filters.to && { to: startOfDay(daysLater(filters.to, 1), zone) }),
    ...(filters.price && { price_max: Number(filters.price) }),
    ...(filters.price && filters.currency && { currency: filters.currency }),
    ...(filters.free && { free_places: true }),
  };
}
