import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { dayKey, formatClock, formatSpan, sameClock, zoneCity, zoneOffset } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import styles from "./ZonedTime.module.css";

type ZonedTimeProps = { start: string; end: string; zone: string };

/** A time span in the reader's zone, and in the event's zone if the clocks differ. */
export function ZonedTime({ start, end, zone }: ZonedTimeProps) {
  const { t, locale } = useLanguage();
  const own = useZone();
  const [from, to] = [new Date(start), new Date(end)];
  const differs = !sameClock(from, own, zone);
  return (
    <span className={styles.when}>
      <time dateTime={start} title={`${zoneCity(own)}, ${zoneOffset(from, own, locale)}`}>
        {formatSpan(from, to, own, locale)}
      </time>
      {differs ? (
        <span className={styles.there} title={zoneOffset(from, zone, locale)}>
          {t("session.inZone", { time: spanThere(from, to, own, zone, locale), city: zoneCity(zone) })}
        </span>
      ) : null}
    </span>
  );
}

/** The span in the event's zone: only the times if it is one day, the same in both zones; else dates and times. */
function spanThere(from: Date, to: Date, own: string, zone: string, locale: string): string {
  const days = [dayKey(from, own), dayKey(to, own), dayKey(from, zone), dayKey(to, zone)];
  if (new Set(days).size > 1) return formatSpan(from, to, zone, locale);
  return `${formatClock(from, zone, locale)}–${formatClock(to, zone, locale)}`;
}
