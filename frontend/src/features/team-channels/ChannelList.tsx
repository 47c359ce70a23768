import { Button, Title } from "@mantine/core";
import { IconCircleCheck, IconPlayerPause } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { channelIcon } from "@/shared/ui/channelIcon";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { StateBadge } from "@/shared/ui/StateBadge";
import styles from "./TeamChannels.module.css";
import {
  removeChannel,
  switchChannel,
  type TeamChannel,
  teamChannelsQuery,
  testChannel,
} from "./teamChannels";

export function ChannelList({ channels }: { channels: readonly TeamChannel[] }) {
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState<TeamChannel | null>(null);
  const renew = () => queryClient.invalidateQueries({ queryKey: teamChannelsQuery.queryKey });
  const change = useMutation({
    mutationFn: ({ channel, enabled }: { channel: TeamChannel; enabled: boolean }) =>
      switchChannel(channel.id, enabled),
    onSettled: renew,
  });
  const test = useMutation({ mutationFn: (channel: TeamChannel) => testChannel(channel.id) });
  const remove = useMutation({
    mutationFn: (channel: TeamChannel) => removeChannel(channel.id),
    onSuccess: () => setRemoving(null),
    onSettled: renew,
  });
  const problem = change.error ?? test.error;
  return (
    <>
      {problem ? <Notice tone="bad">{staffProblemText(problem)}</Notice> : null}
      {test.isSuccess ? (
        <Notice tone="good">{t("team.tested", { label: test.variables.label })}</Notice>
      ) : null}
      <ul className={styles.list}>
        {channels.map((channel) => {
          const { id, kind, label, address, enabled } = channel;
          const Icon = channelIcon(kind);
          return (
            <li key={id} className={styles.channel}>
              <Icon size={24} aria-hidden={true} className={styles.icon} />
              <div className={styles.name}>
                <Title order={3} size="h4" dir="auto">
                  {label}
                </Title>
                <span className={styles.address}>{address}</span>
              </div>
              <StateBadge
                tone={enabled ? "good" : "quiet"}
                icon={enabled ? IconCircleCheck : IconPlayerPause}
              >
                {t(enabled ? "team.on" : "team.off")}
              </StateBadge>
              <div className={styles.buttons}>
                <Button
                  variant="default"
                  aria-label={t("team.testOf", { label })}
                  loading={test.isPending && test.variables.id === id}
                  onClick={() => test.mutate(channel)}
                >
                  {t("team.test")}
                </Button>
                <Button
                  variant="default"
                  aria-label={t(enabled ? "team.turnOffOf" : "team.turnOnOf", { label })}
                  loading={change.isPending && change.variables.channel.id === id}
                  onClick={() => change.mutate({ channel, enabled: !enabled })}
                >
                  {t(enabled ? "team.turnOff" : "team.turnOn")}
                </Button>
                <Button
                  variant="subtle"
                  aria-label={t("team.removeOf", { label })}
                  onClick={() => setRemoving(channel)}
                >
                  {t("team.remove")}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
      {removing ? (
        <Dialog
          title={t("team.removeTitle", { label: removing.label })}
          onClose={() => {
            setRemoving(null);
            remove.reset();
          }}
        >
          <p>{t("team.removeText")}</p>
          {remove.error ? <Notice tone="bad">{staffProblemText(remove.error)}</Notice> : null}
          <DialogButtons>
            <Button variant="default" onClick={() => setRemoving(null)}>
              {t("dialog.back")}
            </Button>
            <Button loading={remove.isPending} onClick={() => remove.mutate(removing)}>
              {t("team.remove")}
            </Button>
          </DialogButtons>
        </Dialog>
      ) : null}
    </>
  );
}
