import {
  IconClockHour4,
  IconHourglass,
  IconLanguage,
  IconMapPin,
  IconUserHeart,
  IconVideo,
} from "@tabler/icons-react";
import type { Event } from "@/shared/api/types";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { durationOf } from "@/shared/time/duration";
import { AddressText } from "@/shared/ui/AddressText";
import { MapLink } from "@/shared/ui/MapLink";
import styles from "./EventPage.module.css";

/** Who, where, how long and in which language. */
export function EventFacts({ event }: { event: Event }) {
  const { t, locale } = useLanguage();
  const e = useWords(eventPageWords);
  const length = commonDuration(event, locale);
  const names = new Intl.DisplayNames(locale, { type: "language" });
  const languages = event.languages.map((language) => names.of(language) ?? language);
  return (
    <ul className={styles.facts}>
      <li>
        <IconUserHeart size={20} aria-hidden={true} />
        <span>{t("event.with", { name: event.facilitator_name })}</span>
      </li>
      {event.online ? (
        <li>
          <IconVideo size={20} aria-hidden={true} />
          {event.has_link ? `${t("event.online")}. ${t("event.linkAfterBooking")}.` : t("event.online")}
        </li>
      ) : event.location ? (
        <li>
          <IconMapPin size={20} aria-hidden={true} />
          <span>
            <span dir="auto">
              <AddressText text={event.location} />
            </span>{" "}
            <MapLink location={event.location} />
          </span>
        </li>
      ) : null}
      {length ? (
        <li>
          <IconHourglass size={20} aria-hidden={true} />
          {length}
        </li>
      ) : null}
      {languages.length > 0 ? (
        <li>
          <IconLanguage size={20} aria-hidden={true} />
          {e("details.languages", {
            languages: new Intl.ListFormat(locale, { type: "conjunction" }).format(languages),
          })}
        </li>
      ) : null}
      {event.arrive_minutes_early ? (
        <li>
          <IconClockHour4 size={20} aria-hidden={true} />
          {t("booking.next.early", { count: event.arrive_minutes_early })}
        </li>
      ) : null}
    </ul>
  );
}

/** How long each session lasts, if all last equally long. */
function commonDuration(event: Event, locale: string): string | null {
  const lengths = new Set(
    event.sessions
      .filter(({ status }) => status === "scheduled")
      .map((session) => durationOf(session, locale)),
  );
  const [length] = lengths;
  return lengths.size === 1 && length ? length : null;
}
