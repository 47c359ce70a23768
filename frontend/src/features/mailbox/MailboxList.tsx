import { staffWords as t } from "@/shared/i18n/staffWords";
import { Ago } from "@/shared/ui/Ago";
import { channelIcon } from "@/shared/ui/channelIcon";
import styles from "./Mailbox.module.css";
import { MAILBOX_CHANNELS, type MailboxEntry } from "./mailboxQueries";

type MailboxListProps = {
  messages: readonly MailboxEntry[];
  total: number;
  chosen: string | null;
  choose: (id: string) => void;
};

export function MailboxList({ messages, total, chosen, choose }: MailboxListProps) {
  return (
    <section aria-label={t("mailbox.list")}>
      <p className={styles.count}>{t("mailbox.count", { count: total })}</p>
      <ul className={styles.entries}>
        {messages.map((message) => {
          const channel = MAILBOX_CHANNELS.find((name) => name === message.channel) ?? "email";
          const Icon = channelIcon(channel);
          return (
            <li key={message.id}>
              <button
                type="button"
                className={styles.entry}
                aria-current={message.id === chosen}
                onClick={() => choose(message.id)}
              >
                <Icon size={20} aria-label={t(`mailbox.channel.${channel}`)} role="img" />
                <span className={styles.about}>
                  <span className={styles.subject} dir="auto">
                    {message.subject || t("mailbox.noSubject")}
                  </span>
                  <span className={styles.to}>{message.to}</span>
                </span>
                <span className={styles.small}>
                  <Ago at={message.at} />
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
