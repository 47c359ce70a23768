import { Button, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { writtenMessagesQuery } from "@/features/messages";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import styles from "./WriteToGuests.module.css";

/** What the facilitator wrote to the guests of a session. Nothing until there is something. */
export function WrittenMessages({ sessionId }: { sessionId: number }) {
  const zone = useZone();
  const list = useInfiniteQuery(writtenMessagesQuery(sessionId));
  const messages = list.data?.pages.flatMap((page) => page.messages) ?? [];
  if (messages.length === 0) return null;
  return (
    <section aria-labelledby="written-heading">
      <Title order={2} size="h3" id="written-heading">
        {t("write.written")}
      </Title>
      <ul className={styles.written}>
        {messages.map((message) => {
          const at = new Date(message.sent_at);
          return (
            <li key={message.id}>
              <details>
                <summary>
                  <span className={styles.subject} dir="auto">
                    {message.subject}
                  </span>
                  <span className={styles.when}>
                    {`${formatDay(at, zone, staffLocale())}, ${formatClock(at, zone, staffLocale())} · `}
                    {t("write.guests", { count: message.guests })}
                  </span>
                </summary>
                <p className={styles.text} dir="auto">
                  {message.text}
                </p>
              </details>
            </li>
          );
        })}
      </ul>
      {list.hasNextPage ? (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("sessions.more")}
        </Button>
      ) : null}
    </section>
  );
}
