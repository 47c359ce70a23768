import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { translator } from "@/shared/i18n/messages";
import { STAFF_LOCALE, staffWords } from "@/shared/i18n/staffWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import table from "@/shared/ui/cardTable.module.css";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf } from "@/shared/ui/listQuery";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { MessageState } from "./MessageLines";
import { messageTime, sessionMessagesQuery } from "./messagePlan";
import { channelName, kindName, messageWords, reasonText } from "./messageWords";
import styles from "./SessionMessages.module.css";

const t = translator<typeof messageWords.en>(messageWords.en, STAFF_LOCALE);

/** What the guests of one session get, for its facilitator. */
export function SessionMessages({
  sessionId,
  refetchInterval,
}: {
  sessionId: number;
  refetchInterval: number;
}) {
  const [query] = useSearchParams();
  const zone = useZone();
  const list = useQuery({ ...sessionMessagesQuery(sessionId, pageOf(query)), refetchInterval });
  const moment = (at: string) =>
    `${formatDay(new Date(at), zone, STAFF_LOCALE)}, ${formatClock(new Date(at), zone, STAFF_LOCALE)}`;
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
          <table className={table.table}>
            <caption className={table.caption}>
              {staffWords("sessionMessages.count", { count: list.data.pagination.total })}
            </caption>
            <thead>
              <tr>
                <th scope="col">{staffWords("bookings.guest")}</th>
                <th scope="col">{staffWords("sessionMessages.message")}</th>
                <th scope="col">{staffWords("deliveries.state")}</th>
              </tr>
            </thead>
            <tbody>
              {list.data.messages.map((message) => {
                const at = messageTime(message);
                const reason = reasonText(t, message.reason);
                return (
                  <tr key={message.id} className={table.line}>
                    <th scope="row">{message.guest_name ?? message.to}</th>
                    <td>
                      {kindName(t, message.kind)}
                      <span className={table.under}>{channelName(t, message.channel)}</span>
                    </td>
                    <td>
                      <MessageState state={message.state} t={t} />
                      {at ? (
                        <time dateTime={at} className={table.under}>
                          {moment(at)}
                        </time>
                      ) : null}
                      {reason && !at ? <span className={table.under}>{reason}</span> : null}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <Pager pagination={list.data.pagination} keepsPlace />
        </>
      )}
    </section>
  );
}
