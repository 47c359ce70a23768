import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { channelRank } from "@/shared/ui/channelIcon";

const PAGE_SIZE = 100;

export const messageKeys = {
  /** Below the key of bookings: a changed booking changes its messages. */
  ofBookings: ["bookings", "messages"],
  ofBooking: (bookingId: number) => ["bookings", "messages", bookingId],
  session: (sessionId: number) => ["session-messages", sessionId],
  written: (sessionId: number) => ["session-messages", sessionId, "written"],
  ofSession: (sessionId: number, page: number) => ["session-messages", sessionId, page],
} as const;

export function bookingMessagesQuery(bookingId: number) {
  return queryOptions({
    queryKey: messageKeys.ofBooking(bookingId),
    queryFn: async ({ signal }) => {
      const response = await dataOf(
        mainApi.GET("/bookings/{booking_id}/messages", {
          params: { path: { booking_id: bookingId } },
          signal,
        }),
      );
      return response.messages;
    },
  });
}

export function sessionMessagesQuery(sessionId: number, page: number) {
  return queryOptions({
    queryKey: messageKeys.ofSession(sessionId, page),
    queryFn: ({ signal }) =>
      dataOf(
        mainApi.GET("/sessions/{session_id}/messages", {
          params: { path: { session_id: sessionId }, query: { page, per_page: PAGE_SIZE } },
          signal,
        }),
      ),
    placeholderData: (previous) => previous,
  });
}

/** What the facilitator wrote to the guests of a session, newest first. */
export function writtenMessagesQuery(sessionId: number) {
  return infiniteQueryOptions({
    queryKey: messageKeys.written(sessionId),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        mainApi.GET("/sessions/{session_id}/guest-messages", {
          params: { path: { session_id: sessionId }, query: { page: pageParam } },
          signal,
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: ({ pagination }) => (pagination.has_next ? pagination.page + 1 : undefined),
  });
}

/** The fields of a message that the plan shows. */
export type PlannedMessage = {
  id: string;
  kind: string;
  channel: string;
  due_at: string;
  state: string;
  reason?: string | null;
  sent_at?: string | null;
  to?: string | null;
};
export type MessageGroup<M extends PlannedMessage = PlannedMessage> = {
  key: string;
  kind: string;
  messages: M[];
};

/** Milliseconds within which the same message in several channels is planned. */
const SAME_OCCASION = 60_000;

/** Reasons of messages whose place another one takes. */
const SUPERSEDED = ["moved", "replaced"];

/**
 * Groups the same message in several channels by kind and time, the earliest first. Groups of which nothing is sent
 * come last. A message is left out if another one of its kind and channel has taken its place.
 */
export function groupMessages<M extends PlannedMessage>(messages: readonly M[]): MessageGroup<M>[] {
  const groups: (MessageGroup<M> & { at: number })[] = [];
  const sorted = messages
    .filter((message) => !isSuperseded(message, messages))
    .sort((one, other) => Date.parse(one.due_at) - Date.parse(other.due_at));
  for (const message of sorted) {
    const at = Date.parse(message.due_at);
    const group = groups.findLast(
      ({ kind, at: first, messages: of }) =>
        kind === message.kind &&
        at - first < SAME_OCCASION &&
        of.every(({ channel }) => channel !== message.channel),
    );
    if (group) group.messages.push(message);
    else groups.push({ key: message.id, kind: message.kind, at, messages: [message] });
  }
  for (const group of groups)
    group.messages.sort((one, other) => channelRank(one.channel) - channelRank(other.channel));
  const sends = ({ messages: of }: MessageGroup<M>) => of.some((message) => messageTime(message) !== null);
  return [...groups.filter(sends), ...groups.filter((group) => !sends(group))];
}

function isSuperseded(message: PlannedMessage, all: readonly PlannedMessage[]): boolean {
  if (message.state !== "withdrawn" || !SUPERSEDED.includes(message.reason ?? "")) return false;
  return all.some(
    ({ kind, channel, state }) =>
      kind === message.kind && channel === message.channel && state !== "withdrawn",
  );
}

/** The state as it is shown: "unsent" for a message that is skipped before its time has come. */
export function shownState({ state, due_at }: PlannedMessage): string {
  return state === "skipped" && Date.parse(due_at) > Date.now() ? "unsent" : state;
}

/** When a message was or will be sent; null if it is not sent. */
export function messageTime({ state, due_at, sent_at }: PlannedMessage): string | null {
  if (state === "sent") return sent_at ?? due_at;
  return state === "planned" || state === "queued" ? due_at : null;
}

export type GuestMessages<M extends PlannedMessage = PlannedMessage> = {
  bookingId: number;
  name: string;
  messages: M[];
};

/** A page of a session's messages, grouped by guest in the order of their first messages. */
export function byGuest<M extends PlannedMessage & { booking_id: number; guest_name: string }>(
  messages: readonly M[],
): GuestMessages<M>[] {
  const guests = new Map<number, GuestMessages<M>>();
  for (const message of messages) {
    const { booking_id: bookingId, guest_name: name } = message;
    const guest = guests.get(bookingId) ?? { bookingId, name, messages: [] };
    guest.messages.push(message);
    guests.set(bookingId, guest);
  }
  return [...guests.values()];
}
