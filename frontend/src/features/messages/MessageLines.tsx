import { IconCircleCheck, IconCircleMinus, IconClockHour4, IconSend, IconX } from "@tabler/icons-react";
import { channelName, type MessageT, reasonText, stateName } from "@/shared/i18n/messageWords";
import { channelIcon } from "@/shared/ui/channelIcon";
import { EmailText } from "@/shared/ui/EmailText";
import { StateBadge } from "@/shared/ui/StateBadge";
import styles from "./MessageLines.module.css";
import { messageTime, type PlannedMessage, shownState } from "./messagePlan";

const STATES = {
  planned: { tone: "accent", icon: IconClockHour4 },
  queued: { tone: "accent", icon: IconSend },
  sent: { tone: "good", icon: IconCircleCheck },
  skipped: { tone: "quiet", icon: IconCircleMinus },
  withdrawn: { tone: "quiet", icon: IconCircleMinus },
  failed: { tone: "bad", icon: IconX },
} as const;

type MessageLinesProps = {
  messages: readonly PlannedMessage[];
  t: MessageT;
  moment: (at: string) => string;
};

/** One message in each of its channels: when it is sent, its state, and why it is not sent or sent earlier. */
export function MessageLines({ messages, t, moment }: MessageLinesProps) {
  return (
    <ul className={styles.lines}>
      {messages.map((message) => {
        const Icon = channelIcon(message.channel);
        const at = messageTime(message);
        const reason = reasonText(t, message.reason);
        return (
          <li key={message.id} className={styles.line}>
            <span className={styles.way}>
              <Icon size={18} aria-hidden={true} />
              <span>
                {channelName(t, message.channel)}
                {message.to ? (
                  <span className={styles.to}>
                    <EmailText address={message.to} />
                  </span>
                ) : null}
              </span>
            </span>
            <MessageState state={shownState(message)} t={t} />
            {at || reason ? (
              <span className={styles.when}>
                {at ? (
                  <time dateTime={at} className={styles.at}>
                    {moment(at)}
                  </time>
                ) : null}
                {reason}
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

export function MessageState({ state, t }: { state: string; t: MessageT }) {
  const look = Object.hasOwn(STATES, state) ? STATES[state as keyof typeof STATES] : STATES.skipped;
  return (
    <StateBadge tone={look.tone} icon={look.icon}>
      {stateName(t, state)}
    </StateBadge>
  );
}
