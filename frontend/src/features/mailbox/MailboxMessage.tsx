import { Button, Title } from "@mantine/core";
import { IconArrowLeft, IconPaperclip } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { ChoiceRow } from "@/shared/ui/ChoiceRow";
import { FailurePart } from "@/shared/ui/FailureState";
import { MailFrame } from "@/shared/ui/MailFrame";
import { Notice } from "@/shared/ui/Notice";
import { Placeholder } from "@/shared/ui/Placeholder";
import { saveFile } from "@/shared/ui/saveFile";
import { useMoment } from "@/shared/ui/useMoment";
import styles from "./Mailbox.module.css";
import { attachment, MAILBOX_CHANNELS, type MailboxContent, mailboxMessageQuery } from "./mailboxQueries";

const PARTS = ["html", "text", "source"] as const;
type Part = (typeof PARTS)[number];
const KILOBYTE = 1024;

export function MailboxMessage({ id, close }: { id: string; close: () => void }) {
  const message = useQuery(mailboxMessageQuery(id));
  return (
    <article className={styles.message}>
      <Button
        variant="subtle"
        className={styles.back}
        leftSection={<IconArrowLeft size={18} aria-hidden={true} />}
        onClick={close}
      >
        {t("mailbox.back")}
      </Button>
      {message.data ? (
        <Content message={message.data} />
      ) : message.error ? (
        <FailurePart problem={message.error} retry={message.refetch} />
      ) : (
        <Placeholder shapes={["line", "card"]} />
      )}
    </article>
  );
}

function Content({ message }: { message: MailboxContent }) {
  const moment = useMoment();
  const parts = PARTS.filter((part) => part !== "html" || message.html);
  const [part, setPart] = useState<Part>(message.html ? "html" : "text");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const channel = MAILBOX_CHANNELS.find((name) => name === message.channel) ?? "email";
  // Only a mail has a subject; of another message it would be the beginning of its text.
  const title =
    channel === "email" ? message.subject || t("mailbox.noSubject") : t(`mailbox.channel.${channel}`);
  const facts = [
    [t("mailbox.from"), message.from],
    [t("mailbox.to"), message.to],
    [t("mailbox.at"), moment(message.at)],
  ] as const;
  return (
    <>
      <Title order={2} size="h3" ref={heading} tabIndex={-1} className={styles.title} dir="auto">
        {title}
      </Title>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      <ChoiceRow
        label={t("mailbox.part")}
        value={part}
        choices={parts.map((value) => ({ value, label: t(`mailbox.part.${value}`) }))}
        onChoose={setPart}
      />
      {part === "html" && message.html ? (
        <MailFrame html={message.html} title={title} />
      ) : (
        // Long lines scroll within the box, which the keyboard reaches.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
        <pre className={styles.source} dir="auto" data-wrap={part === "text"} tabIndex={0}>
          {part === "source" ? message.source : (message.text ?? t("mailbox.noText"))}
        </pre>
      )}
      {message.attachments.length > 0 ? <Attachments message={message} /> : null}
    </>
  );
}

function Attachments({ message }: { message: MailboxContent }) {
  const load = useMutation({
    mutationFn: async ({ index, name }: { index: number; name: string }) =>
      saveFile(await attachment(message.id, index), name),
  });
  return (
    <section className={styles.attachments} aria-labelledby="attachments-heading">
      <Title order={3} size="h4" id="attachments-heading">
        {t("mailbox.attachments")}
      </Title>
      {load.error ? <Notice tone="bad">{staffProblemText(load.error)}</Notice> : null}
      <ul>
        {message.attachments.map(({ index, name, type, size }) => (
          <li key={index}>
            <Button
              variant="default"
              leftSection={<IconPaperclip size={18} aria-hidden={true} />}
              aria-label={t("mailbox.download", { name })}
              onClick={() => load.mutate({ index, name })}
            >
              {name}
            </Button>
            <span className={styles.small}>
              {type}, {t("mailbox.size", { count: Math.max(1, Math.round(size / KILOBYTE)) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
