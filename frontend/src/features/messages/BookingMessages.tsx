import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { kindName, messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { FailurePart } from "@/shared/ui/FailureState";
import { Folded } from "@/shared/ui/Folded";
import { Placeholder } from "@/shared/ui/Placeholder";
import styles from "./BookingMessages.module.css";
import { MessageLines } from "./MessageLines";
import { bookingMessagesQuery, groupMessages } from "./messagePlan";

const REFETCH_INTERVAL = 5000;
/** For the first moments of a booking, when its messages are being planned. */
const FIRST_INTERVAL = 1000;
const FIRST_RESPONSES = 10;

/** The messages to a guest about a booking: when and how each is sent, or why it is not. */
export function BookingMessages({ bookingId }: { bookingId: number }) {
  const { locale } = useLanguage();
  const t = useWords(messageWords);
  const zone = useZone();
  const { data, error, refetch } = useQuery({
    ...bookingMessagesQuery(bookingId),
    refetchInterval: ({ state }) => {
      if (state.data?.length === 0 && state.dataUpdateCount < FIRST_RESPONSES) return FIRST_INTERVAL;
      // No stream tells when a message has left.
      return state.data?.some((message) => message.state === "queued") ? REFETCH_INTERVAL : false;
    },
  });
  const moment = (at: string) =>
    `${formatDay(new Date(at), zone, locale)}, ${formatClock(new Date(at), zone, locale)}`;
  return (
    <Folded title={t("plan.title")}>
      <Text c="dimmed">{t("plan.intro")}</Text>
      {!data ? (
        error ? (
          <FailurePart problem={error} retry={refetch} />
        ) : (
          <Placeholder shapes={["line", "line"]} />
        )
      ) : data.length === 0 ? (
        <p className={styles.empty}>{t("plan.empty")}</p>
      ) : (
        <ol className={styles.groups}>
          {groupMessages(data).map((group) => (
            <li key={group.key} className={styles.group}>
              <Title order={3} size="h4">
                {kindName(t, group.kind)}
              </Title>
              <MessageLines messages={group.messages} t={t} moment={moment} />
            </li>
          ))}
        </ol>
      )}
      <Link to="/account#messages" className={styles.change}>
        {t("plan.change")}
      </Link>
    </Folded>
  );
}
