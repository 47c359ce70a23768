import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useId } from "react";
import type { Event } from "@/shared/api/types";
import { staffLocale, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { dayKey, formatClock, formatDay } from "@/shared/time/format";
import { dateFormatter } from "@/shared/time/formatters";
import { Notice } from "@/shared/ui/Notice";
import { type Series, seriesPreviewQuery } from "./eventManagementApi";
import styles from "./RepeatFields.module.css";
import {
  INTERVALS,
  type Interval,
  type Repeat,
  ruleInWords,
  ruleOf,
  WEEKDAYS,
  weekdayName,
  weekdayOf,
} from "./repeat";
import { endOf, type SessionValues, startOf } from "./sessionForm";

type RepeatFieldsProps = {
  event: Event;
  values: SessionValues;
  repeat: Repeat | null;
  onChange: (repeat: Repeat | null) => void;
};

/** Whether and how a new session repeats, with the dates that this makes. Pressing a date leaves it out. */
export function RepeatFields({ event, values, repeat, onChange }: RepeatFieldsProps) {
  const day = values.startDay;
  const hint = useId();
  const known = startOf(values, event.time_zone) !== null;
  return (
    <fieldset className={styles.repeat}>
      <Checkbox
        size="md"
        label={t("repeat.on")}
        description={t("repeat.onHint")}
        checked={repeat !== null}
        onChange={(change) =>
          onChange(
            change.currentTarget.checked
              ? { every: "week", days: known ? [weekdayOf(day)] : [], until: "", excluded: [] }
              : null,
          )
        }
      />
      {repeat ? (
        <>
          <div className={styles.fields}>
            <NativeSelect
              size="md"
              label={t("repeat.every")}
              value={repeat.every}
              data={INTERVALS.map((every) => ({ value: every, label: t(`repeat.every.${every}`) }))}
              onChange={(change) => onChange({ ...repeat, every: change.currentTarget.value as Interval })}
            />
            <TextInput
              size="md"
              type="date"
              label={t("repeat.until")}
              aria-describedby={hint}
              value={repeat.until}
              onChange={(change) => onChange({ ...repeat, until: change.currentTarget.value })}
            />
          </div>
          <p id={hint} className={styles.hint}>
            {t("repeat.untilHint")}
          </p>
          {repeat.every === "week" || repeat.every === "twoWeeks" ? (
            <fieldset className={styles.days}>
              <legend className={styles.legend}>{t("repeat.days")}</legend>
              <div className={styles.weekdays}>
                {WEEKDAYS.map((weekday) => {
                  const chosen = repeat.days.includes(weekday);
                  return (
                    <button
                      key={weekday}
                      type="button"
                      className={styles.weekday}
                      aria-pressed={chosen}
                      aria-label={weekdayName(weekday, "long")}
                      onClick={() =>
                        onChange({
                          ...repeat,
                          days: WEEKDAYS.filter((day) => repeat.days.includes(day) !== (day === weekday)),
                        })
                      }
                    >
                      {weekdayName(weekday, "short")}
                    </button>
                  );
                })}
              </div>
            </fieldset>
          ) : null}
          {known ? <Preview event={event} values={values} repeat={repeat} onChange={onChange} /> : null}
        </>
      ) : null}
    </fieldset>
  );
}

type PreviewProps = Omit<RepeatFieldsProps, "repeat"> & { repeat: Repeat };

function Preview({ event, values, repeat, onChange }: PreviewProps) {
  const zone = event.time_zone;
  const rule = ruleOf(repeat, values.startDay);
  const [start, end] = [startOf(values, zone), endOf(values, zone)];
  const asked = useDeferredValue(
    rule && start && end && end > start
      ? { rule, start_time: start.toISOString(), end_time: end.toISOString() }
      : null,
  );
  const preview = useQuery(seriesPreviewQuery(event.id, asked));
  if (rule === null) return <Notice tone="warn">{t("repeat.noDays")}</Notice>;
  if (preview.error) return <Notice tone="warn">{staffProblemText(preview.error)}</Notice>;
  if (!preview.data) return null;
  const made = preview.data.dates.filter(
    ({ start_time, exists }) => !exists && !repeat.excluded.includes(dayKey(new Date(start_time), zone)),
  );
  const existing = preview.data.dates.filter(({ exists }) => exists).length;
  const allExist = existing === preview.data.dates.length;
  const [first, last] = [made.at(0), made.at(-1)];
  const dayOf = ({ start_time }: SeriesDate) => formatDay(new Date(start_time), zone, staffLocale());
  return (
    <div className={styles.preview}>
      <p className={styles.words} role="status">
        {first && last
          ? t("repeat.summary", {
              count: made.length,
              rule: ruleInWords(repeat, values.startDay),
              clock: values.startClock,
              first: dayOf(first),
              last: dayOf(last),
            })
          : t(allExist ? "repeat.allExist" : "repeat.nothingLeft")}{" "}
        {preview.data.cut && first ? t("repeat.cut") : null}
      </p>
      {existing > 0 && !allExist ? (
        <p className={styles.words}>{t("repeat.existing", { count: existing })}</p>
      ) : null}
      {made
        .filter(({ moved }) => moved)
        .map((date) => (
          <p key={date.start_time} className={styles.words}>
            {t("repeat.moved", {
              day: dayOf(date),
              clock: formatClock(new Date(date.start_time), zone, staffLocale()),
            })}
          </p>
        ))}
      <p className={styles.hint}>{t("repeat.leaveOut")}</p>
      <Months
        dates={preview.data.dates}
        zone={zone}
        excluded={repeat.excluded}
        onExclude={(excluded) => onChange({ ...repeat, excluded })}
      />
    </div>
  );
}

type SeriesDate = Series["dates"][number];
type MonthsProps = {
  dates: SeriesDate[];
  zone: string;
  excluded: string[];
  onExclude: (excluded: string[]) => void;
};

function Months({ dates, zone, excluded, onExclude }: MonthsProps) {
  const months = new Map<string, SeriesDate[]>();
  for (const date of dates) {
    const month = dayKey(new Date(date.start_time), zone).slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), date]);
  }
  const named = (at: Date, options: Intl.DateTimeFormatOptions) =>
    dateFormatter(staffLocale(), { timeZone: zone, ...options }).format(at);
  const shortDay = (at: Date) => `${named(at, { weekday: "short" })} ${named(at, { day: "numeric" })}`;
  return (
    <ul className={styles.months}>
      {[...months].map(([month, within]) => (
        <li key={month} className={styles.month}>
          <span className={styles.monthName}>
            {named(new Date(within[0]?.start_time ?? 0), { month: "short", year: "numeric" })}
          </span>
          <span className={styles.dates}>
            {within.map(({ start_time, exists }) => {
              const at = new Date(start_time);
              const day = dayKey(at, zone);
              const out = exists || excluded.includes(day);
              const name = `${shortDay(at)} ${named(at, { month: "long", year: "numeric" })}`;
              return (
                <button
                  key={start_time}
                  type="button"
                  className={styles.date}
                  aria-pressed={!out}
                  aria-label={exists ? t("repeat.existingDate", { day: name }) : name}
                  disabled={exists}
                  onClick={() =>
                    onExclude(out ? excluded.filter((other) => other !== day) : [...excluded, day])
                  }
                >
                  {shortDay(at)}
                </button>
              );
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}
