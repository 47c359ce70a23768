import { Title } from "@mantine/core";
import {
  IconArrowBackUp,
  IconBell,
  IconCalendarEvent,
  IconCalendarPlus,
  IconClockHour4,
  IconX,
} from "@tabler/icons-react";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import styles from "./Timeline.module.css";
import type { TimelineEntry } from "./timeline";

const ICONS = {
  created: IconCalendarPlus,
  cancelled: IconX,
  reactivated: IconArrowBackUp,
  told: IconBell,
  waiting: IconClockHour4,
  changed: IconCalendarEvent,
  calledOff: IconX,
};

export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const { t, locale } = useLanguage();
  const zone = useZone();
  const clock = (at: string) => formatClock(new Date(at), zone, locale);
  const words = (entry: TimelineEntry): string => {
    if (entry.kind === "told") return t(`timeline.told.${entry.change}`, { time: clock(entry.at) });
    if (entry.kind === "waiting") return t("timeline.waiting");
    return t(`timeline.${entry.kind}`);
  };
  return (
    <section aria-labelledby="timeline-heading">
      <Title order={2} size="h3" id="timeline-heading">
        {t("timeline.title")}
      </Title>
      <ol className={styles.list}>
        {entries.map((entry) => {
          const Icon = ICONS[entry.kind];
          return (
            <li key={`${entry.kind}-${entry.version}`} className={styles.entry} data-kind={entry.kind}>
              <span className={styles.icon}>
                <Icon size={18} aria-hidden={true} />
              </span>
              <span>
                {words(entry)}
                {entry.kind === "calledOff" && entry.reason ? (
                  <q className={styles.reason}>{entry.reason}</q>
                ) : null}
                <span className={styles.when}>
                  {entry.kind === "waiting" ? (
                    entry.tries > 0 && t("timeline.waitingRetry", { count: entry.tries })
                  ) : (
                    <time dateTime={entry.at}>
                      {formatDay(new Date(entry.at), zone, locale)}
                      {entry.kind === "told" ? null : `, ${clock(entry.at)}`}
                    </time>
                  )}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
