import { Button, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconKey, IconPlayerPause } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Ago } from "@/shared/ui/Ago";
import { Notice } from "@/shared/ui/Notice";
import { ReasonDialog } from "@/shared/ui/ReasonDialog";
import { StateBadge } from "@/shared/ui/StateBadge";
import styles from "./Channels.module.css";
import { type Channel, integrationKeys, pauseChannel, resumeChannel } from "./integrationApi";
import { readableChannel } from "./readable";

const STATES = {
  ok: { tone: "good", icon: IconCircleCheck },
  failing: { tone: "bad", icon: IconAlertTriangle },
  refused: { tone: "bad", icon: IconKey },
  paused: { tone: "warn", icon: IconPlayerPause },
} as const;

export function Channels({ channels }: { channels: readonly Channel[] }) {
  const queryClient = useQueryClient();
  const [pausing, setPausing] = useState<string | null>(null);
  const change = useMutation({
    mutationFn: ({ channel, reason }: { channel: string; reason: string | null }) =>
      reason === null ? resumeChannel(channel) : pauseChannel(channel, reason),
    onSuccess: () => setPausing(null),
    onSettled: () => queryClient.invalidateQueries({ queryKey: integrationKeys.all }),
  });
  const done = change.data && change.variables;
  return (
    <section className={styles.channels} aria-labelledby="channels-heading">
      <Title order={2} size="h3" id="channels-heading">
        {t("integration.channels")}
      </Title>
      {change.error && !pausing ? <Notice tone="bad">{staffProblemText(change.error)}</Notice> : null}
      {done ? (
        <Notice tone="good">
          {t(done.reason === null ? "channel.resumed.done" : "channel.paused.done", {
            channel: readableChannel(done.channel),
          })}
        </Notice>
      ) : null}
      {channels.length === 0 ? <p className={styles.none}>{t("integration.noChannels")}</p> : null}
      <ul className={styles.list}>
        {channels.map((channel) => (
          <ChannelCard
            key={channel.channel}
            channel={channel}
            busy={change.isPending}
            onPause={() => setPausing(channel.channel)}
            onResume={() => change.mutate({ channel: channel.channel, reason: null })}
          />
        ))}
      </ul>
      {pausing ? (
        <ReasonDialog
          title={t("pause.title", { channel: readableChannel(pausing) })}
          text={t("pause.text")}
          confirmText={t("pause.confirm")}
          busy={change.isPending}
          problem={change.error}
          onConfirm={(reason) => change.mutate({ channel: pausing, reason })}
          onClose={() => {
            setPausing(null);
            change.reset();
          }}
        />
      ) : null}
    </section>
  );
}

type ChannelCardProps = { channel: Channel; busy: boolean; onPause: () => void; onResume: () => void };

function ChannelCard({ channel, busy, onPause, onResume }: ChannelCardProps) {
  const status = channel.status in STATES ? (channel.status as keyof typeof STATES) : "failing";
  const { tone, icon } = STATES[status];
  const name = readableChannel(channel.channel);
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <Title order={3} size="h4" className={styles.name}>
          {name}
        </Title>
        <StateBadge tone={tone} icon={icon}>
          {t(`channel.${status}`)}
        </StateBadge>
      </div>
      {channel.reason ? <p className={styles.reason}>{channel.reason}</p> : null}
      <dl className={styles.facts}>
        <div>
          <dt>{t("channel.since")}</dt>
          <dd>
            <Ago at={channel.since} />
          </dd>
        </div>
        <div>
          <dt>{t("integration.lastSuccess")}</dt>
          <dd>{channel.last_success_at ? <Ago at={channel.last_success_at} /> : t("integration.none")}</dd>
        </div>
        <div>
          <dt>{t("integration.lastFailure")}</dt>
          <dd>{channel.last_failure_at ? <Ago at={channel.last_failure_at} /> : t("integration.none")}</dd>
        </div>
      </dl>
      {status === "paused" ? (
        <Button
          variant="default"
          className={styles.act}
          aria-label={t("channel.resumeOf", { channel: name })}
          aria-disabled={busy}
          onClick={() => {
            if (!busy) onResume();
          }}
        >
          {t("channel.resume")}
        </Button>
      ) : (
        <Button
          variant="default"
          className={styles.act}
          aria-label={t("channel.pauseOf", { channel: name })}
          onClick={onPause}
        >
          {t("channel.pause")}
        </Button>
      )}
    </li>
  );
}
