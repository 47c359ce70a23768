import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { components } from "@/shared/api/main";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";

import { daysLater, startOfDay } from "@/shared/time/wallClock";
import { BOOKING_STATUSES } from "@/shared/ui/BookingStatusBadge";

type Schemas = components["schemas"];
export type AuditEntry = Schemas["AuditEntry"];
export type StudioBooking = Schemas["StudioBooking"];
const PAGE_SIZE = 25;

const keys = {
  audit: (query: object) => ["records", "audit", query],
  actions: ["records", "audit-actions"],
  bookings: (query: object) => ["records", "bookings", query],
  events: (query: object) => ["records", "events", query],
  facilitators: ["records", "facilitators"],
  people: (search: string) => ["records", "people", search],
} as const;

const text = (query: URLSearchParams, name: string) => (query.get(name) ?? "").slice(0, 200);
const id = (query: URLSearchParams, name: string) => {
  const value = Number(query.get(name));
  return Number.isSafeInteger(value) && value > 0 && value < 2 ** 31 ? value : null;
};
const word = (query: URLSearchParams, name: string) => /^[a-z_]{1,32}$/.exec(query.get(name) ?? "")?.[0];

/** The instants at which the days `from` and `to` of the address begin and end in the reader's zone. */
function period(query: URLSearchParams, zone: string): { from?: string; to?: string } {
  const day = (name: string) => /^2[01]\d\d-\d\d-\d\d$/.exec(query.get(name) ?? "")?.[0];
  const [from, to] = [day("from"), day("to")];
  try {
    return {
      ...(from ? { from: startOfDay(from, zone) } : {}),
      ...(to ? { to: startOfDay(daysLater(to, 1), zone) } : {}),
    };
  } catch {
    return {};
  }
}

/** What the address asks of the audit trail. */
export function auditFilters(query: URLSearchParams, zone: string) {
  const [subject_type, action] = [word(query, "what"), word(query, "did")];
  const subject_id = /^[A-Za-z0-9_.:-]{1,64}$/.exec(query.get("id") ?? "")?.[0];
  const person_id = id(query, "person");
  return {
    ...(person_id ? { person_id } : query.get("person") === "system" ? { system: true } : {}),
    ...(subject_type
      ? { subject_type, ...(action ? { action } : {}), ...(subject_id ? { subject_id } : {}) }
      : {}),
    ...period(query, zone),
  };
}

export function auditQuery(filters: ReturnType<typeof auditFilters>) {
  return infiniteQueryOptions({
    queryKey: keys.audit(filters),
    queryFn: ({ signal, pageParam }) => {
      const query = { ...filters, limit: PAGE_SIZE, ...(pageParam ? { before: pageParam } : {}) };
      return dataOf(mainApi.GET("/api/admin/journal", { params: { query }, signal }));
    },
    initialPageParam: 0,
    getNextPageParam: ({ next_before }) => next_before,
    select: ({ pages }) => pages.flatMap((page) => page.entries),
    placeholderData: (previous) => previous,
  });
}

export const auditActionsQuery = queryOptions({
  queryKey: keys.actions,
  queryFn: async ({ signal }) =>
    (await dataOf(mainApi.GET("/api/admin/journal/actions", { signal }))).subjects,
});

/** What the address asks of the list of bookings. */
export function bookingFilters(query: URLSearchParams, zone: string) {
  const [search, facilitator_id] = [text(query, "search"), id(query, "facilitator")];
  const status = BOOKING_STATUSES.find((state) => state === query.get("state"));
  return {
    ...(search ? { search } : {}),
    ...(status ? { status } : {}),
    ...(facilitator_id ? { facilitator_id } : {}),
    ...period(query, zone),
  };
}

export function bookingsQuery(filters: ReturnType<typeof bookingFilters>) {
  return infiniteQueryOptions({
    queryKey: keys.bookings(filters),
    queryFn: ({ signal, pageParam }) => {
      const query = { ...filters, limit: PAGE_SIZE, ...(pageParam ? { before: pageParam } : {}) };
      return dataOf(mainApi.GET("/api/admin/bookings", { params: { query }, signal }));
    },
    initialPageParam: 0,
    getNextPageParam: ({ next_before }) => next_before,
    select: ({ pages }) => pages.flatMap((page) => page.bookings),
    placeholderData: (previous) => previous,
  });
}

export const MOST_EXPORTED = 5_000;

/** The newest bookings that the filters find, for a file. */
export async function bookingsToExport(filters: ReturnType<typeof bookingFilters>): Promise<StudioBooking[]> {
  const found: StudioBooking[] = [];
  let before: number | null = null;
  do {
    const query = { ...filters, limit: 100, ...(before ? { before } : {}) };
    const page: Schemas["StudioBookings"] = await dataOf(
      mainApi.GET("/api/admin/bookings", { params: { query } }),
    );
    found.push(...page.bookings);
    before = page.next_before;
  } while (before && found.length < MOST_EXPORTED);
  return found;
}

export const EVENT_STATES = ["upcoming", "past", "drafts"] as const;

/** What the address asks of the list of events: without a state and a search, those that are coming up. */
export function eventFilters(query: URLSearchParams, zone: string) {
  const [search, facilitator_id] = [text(query, "search"), id(query, "facilitator")];
  const chosen = EVENT_STATES.find((state) => state === query.get("state"));
  const state = chosen ?? (search || query.get("state") === "all" ? null : "upcoming");
  return {
    managed: true,
    ...(search ? { search } : {}),
    ...(facilitator_id ? { facilitator_id } : {}),
    ...(state === "upcoming" ? { status: "bookable" as const } : {}),
    ...(state === "past" ? { status: "past" as const } : {}),
    ...(state === "drafts" ? { draft: true } : {}),
    ...period(query, zone),
  };
}

export function studioEventsQuery(filters: ReturnType<typeof eventFilters>, page: number) {
  const query = { ...filters, page, per_page: PAGE_SIZE };
  return queryOptions({
    queryKey: keys.events(query),
    queryFn: ({ signal }) => dataOf(mainApi.GET("/events", { params: { query }, signal })),
    placeholderData: (previous) => previous,
  });
}

/** The choices of a filter; a studio with more finds the others by name. */
export const facilitatorChoicesQuery = queryOptions({
  queryKey: keys.facilitators,
  queryFn: async ({ signal }) => {
    const query = { role: "facilitator", per_page: 100 } as const;
    const { people } = await dataOf(mainApi.GET("/api/admin/people", { params: { query }, signal }));
    return people.sort((one, other) => one.name.localeCompare(other.name));
  },
  staleTime: 60_000,
});

export function peopleNamedQuery(search: string) {
  return queryOptions({
    queryKey: keys.people(search),
    queryFn: async ({ signal }) => {
      const query = { search, per_page: 20 };
      return (await dataOf(mainApi.GET("/api/admin/people", { params: { query }, signal }))).people;
    },
    enabled: search.length > 1,
    placeholderData: (previous) => previous,
  });
}
