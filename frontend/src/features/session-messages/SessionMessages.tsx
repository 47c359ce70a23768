import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import {
  byGuest,
  type GuestMessages as Guest,
  groupMessages,
  MessageLines,
  sessionMessagesQuery,
  shownState,
} from "@/features/messages";
import { kindName, messageWords, stateName } from "@/shared/i18n/messageWords";
import { staffLocale, staffWords } from "@/shared/i18n/staffWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf } from "@/shared/ui/listQuery";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import styles from "./SessionMessages.module.css";

/** The messages to the guests of a session, for its facilitator. */
export function SessionMessages({
  sessionId,
  refetchInterval,
}: {
  sessionId: number;
  refetchInterval: number;
}) {
  const t = useWords(messageWords);
  const [query] = useSearchParams();
  const zone = useZone();
  const list = useQuery({ ...sessionMessagesQuery(sessionId, pageOf(query)), refetchInterval });
  const moment = (at: string) =>
    `${formatDay(new Date(at), zone, staffLocale())}, ${formatClock(new Date(at), zone, staffLocale())}`;
  return (
    <section className={styles.section} aria-labelledby="messages-heading">
      <div>
        <Title order={2} size="h3" id="messages-heading">
          {t("plan.title")}
        </Title>
        <p className={styles.intro}>{staffWords("sessionMessages.intro")}</p>
      </div>
      {!list.data ? (
        list.error ? (
          <FailurePart problem={list.error} retry={list.refetch} />
        ) : (
          <Placeholder shapes={["line", "line"]} />
        )
      ) : list.data.messages.length === 0 ? (
        <p className={styles.intro}>{staffWords("sessionMessages.empty")}</p>
      ) : (
        <>
          <ul className={styles.guests}>
            {byGuest(list.data.messages).map((guest) => (
              <li key={guest.bookingId}>
                <GuestMessages guest={guest} moment={moment} />
              </li>
            ))}
          </ul>
          <Pager pagination={list.data.pagination} keepsScroll />
        </>
      )}
    </section>
  );
}

/** One guest's messages: a line with the number in each state, which opens to show each message. */
function GuestMessages({ guest, moment }: { guest: Guest; moment: (at: string) => string }) {
  const t = useWords(messageWords);
  const groups = groupMessages(guest.messages);
  const states = new Map<string, number>();
  for (const state of groups.flatMap(({ messages }) => messages.map(shownState))) {
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  return (
    <details className={styles.guest}>
      <summary className={styles.summary}>
        <span className={styles.name} dir="auto">
          {guest.name}
        </span>
        <span className={styles.states}>
          {[...states].map(([state, count]) => `${stateName(t, state)} ${count}`).join(" · ")}
        </span>
      </summary>
      <ol className={styles.messages}>
        {groups.map((group) => (
          <li key={group.key}>
            <strong>{kindName(t, group.kind)}</strong>
            <MessageLines messages={group.messages} t={t} moment={moment} />
          </li>
        ))}
      </ol>
    </details>
  );
}
