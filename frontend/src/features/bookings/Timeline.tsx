import {
  IconArrowBackUp,
  IconBell,
  IconCalendarEvent,
  IconCalendarPlus,
  IconCircleCheck,
  IconClockHour4,
  IconClockOff,
  IconHourglass,
  IconReceiptRefund,
  IconUserCheck,
  IconUserOff,
  IconX,
} from "@tabler/icons-react";
import type { Booking } from "@/shared/api/types";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatClock, formatDay, formatSpan } from "@/shared/time/format";
import { zonesOf } from "@/shared/time/sessionTime";
import { useZone } from "@/shared/time/useZone";
import { Folded } from "@/shared/ui/Folded";
import { MovedLink } from "./Moved";
import { sessionOfBooking } from "./sessionOfBooking";
import styles from "./Timeline.module.css";
import type { SessionChange, TimelineEntry } from "./timeline";

const ICONS = {
  created: IconCalendarPlus,
  cancelled: IconX,
  reactivated: IconArrowBackUp,
  notified: IconBell,
  waiting: IconClockHour4,
  changed: IconCalendarEvent,
  calledOff: IconX,
  confirmed: IconCircleCheck,
  held: IconHourglass,
  expired: IconClockOff,
  refunded: IconReceiptRefund,
  attended: IconUserCheck,
  no_show: IconUserOff,
};

type TimelineProps = { entries: readonly TimelineEntry[]; booking: Booking };

export function Timeline({ entries, booking }: TimelineProps) {
  const { t, locale } = useLanguage();
  const zone = useZone();
  const clock = (at: string) => formatClock(new Date(at), zone, locale);
  const words = (entry: TimelineEntry): string => {
    const name = firstName(booking.facilitator_name);
    switch (entry.kind) {
      case "calledOff":
        if (booking.session_status !== "cancelled") return t("timeline.cancelledForYou", { name });
        return t("timeline.calledOff", { name });
      case "notified":
      case "waiting":
      case "changed":
        return t(`timeline.${entry.kind}`, { name });
      case "cancelled":
        return t(entry.other ? "timeline.movedTo" : "timeline.cancelled");
      case "created":
      case "reactivated":
        return t(entry.other ? "timeline.movedFrom" : `timeline.${entry.kind}`);
      default:
        return t(`timeline.${entry.kind}`);
    }
  };
  return (
    <Folded title={t("timeline.title")}>
      <ol className={styles.list}>
        {entries.map((entry) => {
          const isMove = "other" in entry && entry.other !== undefined;
          const Icon = isMove ? IconCalendarEvent : ICONS[entry.kind];
          return (
            <li key={`${entry.kind}-${entry.version}`} className={styles.entry} data-kind={entry.kind}>
              <span className={styles.icon}>
                <Icon size={18} aria-hidden={true} />
              </span>
              <span>
                {words(entry)}
                {entry.kind === "calledOff" && entry.reason && entry.reason !== "not_enough_places" ? (
                  <q className={styles.reason} dir="auto">
                    {entry.reason}
                  </q>
                ) : null}
                {"other" in entry && entry.other ? (
                  <>
                    : <MovedLink bookingId={entry.other} />
                  </>
                ) : null}
                {entry.kind === "changed" ? <ChangedFromTo change={entry.change} booking={booking} /> : null}
                {entry.at ? (
                  <span className={styles.when}>
                    <time dateTime={entry.at}>
                      {formatDay(new Date(entry.at), zone, locale)}, {clock(entry.at)}
                    </time>
                  </span>
                ) : null}
              </span>
            </li>
          );
        })}
      </ol>
    </Folded>
  );
}

function ChangedFromTo({ change, booking }: { change: SessionChange; booking: Booking }) {
  const { t, locale, cityOf } = useLanguage();
  const [zone, other] = zonesOf(sessionOfBooking(booking));
  const inZone = (time: string) => (other ? t("session.inZone", { time, city: cityOf(zone) }) : time);
  const values = [0, 1].map((side) => {
    const [start, end] = [change.startsAt?.[side], change.endsAt?.[side]];
    const time = start
      ? end
        ? formatSpan(new Date(start), new Date(end), zone, locale)
        : `${formatDay(new Date(start), zone, locale)}, ${formatClock(new Date(start), zone, locale)}`
      : end && `–${formatClock(new Date(end), zone, locale)}`;
    return [time && inZone(time), change.location?.[side]].filter(Boolean).join(" · ");
  });
  const [before = "", now = ""] = values;
  if (before === "" && now === "") return null;
  return (
    <span className={styles.change}>
      <span>{t("timeline.from", { value: before })}</span>
      <span>{t("timeline.to", { value: now })}</span>
    </span>
  );
}
