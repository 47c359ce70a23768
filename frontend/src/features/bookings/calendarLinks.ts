import type { Booking } from "@/shared/api/types";

type Entry = Pick<
  Booking,
  | "event_title"
  | "session_title"
  | "session_time"
  | "session_end_time"
  | "session_location"
  | "session_time_zone"
>;

const compact = (iso: string) => new Date(iso).toISOString().replace(/[-:]|\.\d{3}/g, "");

function titleOf(entry: Entry): string {
  return entry.session_title && entry.session_title !== entry.event_title
    ? `${entry.event_title}: ${entry.session_title}`
    : entry.event_title;
}

export function googleCalendarLink(entry: Entry): string {
  const query = new URLSearchParams({
    action: "TEMPLATE",
    text: titleOf(entry),
    dates: `${compact(entry.session_time)}/${compact(entry.session_end_time)}`,
    ctz: entry.session_time_zone,
    location: entry.session_location,
  });
  return `https://calendar.google.com/calendar/render?${query}`;
}

export function outlookLink(entry: Entry): string {
  const query = new URLSearchParams({
    path: "/calendar/action/compose",
    rru: "addevent",
    subject: titleOf(entry),
    startdt: new Date(entry.session_time).toISOString(),
    enddt: new Date(entry.session_end_time).toISOString(),
    location: entry.session_location,
  });
  return `https://outlook.live.com/calendar/0/deeplink/compose?${query}`;
}
