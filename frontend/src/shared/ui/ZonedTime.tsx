import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { zoneOffset } from "@/shared/time/format";
import { type SessionTime, sessionTimes } from "@/shared/time/sessionTime";
import styles from "./ZonedTime.module.css";

/** When a session is: at its place, and for the reader if their clocks differ. */
export function ZonedTime({ session }: { session: SessionTime }) {
  const words = useLanguage();
  const [first, other] = sessionTimes(session, words);
  const named = (zone: string) =>
    `${words.cityOf(zone)}, ${zoneOffset(new Date(session.start_time), zone, words.locale)}`;
  return (
    <span className={styles.when}>
      <time dateTime={session.start_time} title={named(first.zone)}>
        <Unbroken text={first.text} />
      </time>
      {other ? (
        <span className={styles.other} title={named(other.zone)}>
          <Unbroken text={other.text} />
        </span>
      ) : null}
    </span>
  );
}

/** A browser would break "07:00–08:30" after the dash. */
const Unbroken = ({ text }: { text: string }) =>
  text.split(/(\S+–\S+)/).map((part, index) =>
    index % 2 === 1 ? (
      <span key={part} className={styles.span}>
        {part}
      </span>
    ) : (
      part
    ),
  );
