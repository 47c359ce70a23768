import { Button, Checkbox, NativeSelect, Text, TextInput, Title } from "@mantine/core";
import { IconDeviceMobileMessage, IconLock } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { messageKeys } from "@/features/messages";
import { DeviceSetting } from "@/features/push";
import { problemText } from "@/shared/api/problemText";
import type { User } from "@/shared/api/types";
import { studioLanguages, useLanguage } from "@/shared/i18n/LanguageProvider";
import { channelName, kindName, type MessageT, messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { useStudio } from "@/shared/studio/studio";
import { FailurePart } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Placeholder } from "@/shared/ui/Placeholder";
import account from "./AccountPage.module.css";
import styles from "./MessagePreferences.module.css";
import { choiceTable, type Preferences, preferencesQuery, savePreferences } from "./preferences";

const NIGHT = { from: "22:00", until: "07:00" };

/** A person's message settings: channels, language and quiet hours. */
export function MessagePreferences({ user }: { user: User }) {
  const t = useWords(messageWords);
  const preferences = useQuery(preferencesQuery);
  return (
    <section id="messages" className={account.card} aria-labelledby="messages-heading">
      <div>
        <Title order={2} size="h3" id="messages-heading">
          {t("preferences.title")}
        </Title>
        <Text c="dimmed">{t("preferences.intro")}</Text>
      </div>
      <DeviceSetting />
      {preferences.data ? (
        <PreferencesForm first={preferences.data} user={user} />
      ) : preferences.error ? (
        <FailurePart problem={preferences.error} retry={preferences.refetch} />
      ) : (
        <Placeholder shapes={["row", "row"]} />
      )}
    </section>
  );
}

function PreferencesForm({ first, user }: { first: Preferences; user: User }) {
  const { t: words } = useLanguage();
  const t = useWords(messageWords);
  const queryClient = useQueryClient();
  const spoken = studioLanguages(useStudio());
  const [draft, setDraft] = useState(first);
  const save = useMutation({
    // Not the phone and the zone: they are changed in the profile, perhaps while this form is open.
    mutationFn: () =>
      savePreferences({ language: draft.language, quiet_hours: draft.quiet_hours, choices: draft.choices }),
    onSuccess: (saved) => {
      queryClient.setQueryData(preferencesQuery.queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: messageKeys.ofBookings });
    },
  });
  const change = (part: Partial<Preferences>) => {
    save.reset();
    setDraft((now) => ({ ...now, ...part }));
  };
  const quiet = draft.quiet_hours;
  const sameTimes = quiet !== null && quiet !== undefined && quiet.from === quiet.until;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!sameTimes && !save.isPending) save.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <NativeSelect
        size="md"
        label={t("preferences.language")}
        value={draft.language}
        data={spoken.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={(event) =>
          change({ language: spoken.find(({ code }) => code === event.currentTarget.value)?.code ?? "en" })
        }
      />
      <fieldset className={styles.quiet}>
        <legend>{t("preferences.quiet")}</legend>
        <Checkbox
          size="md"
          label={t("preferences.quietOn")}
          description={t("preferences.quietHint")}
          checked={Boolean(quiet)}
          onChange={(event) => change({ quiet_hours: event.currentTarget.checked ? NIGHT : null })}
        />
        {quiet ? (
          <div className={styles.hours}>
            {(["from", "until"] as const).map((end) => (
              <TextInput
                key={end}
                size="md"
                type="time"
                label={t(end === "from" ? "preferences.quietFrom" : "preferences.quietUntil")}
                value={quiet[end]}
                error={end === "until" && sameTimes ? t("preferences.quietSame") : undefined}
                onChange={(event) => change({ quiet_hours: { ...quiet, [end]: event.currentTarget.value } })}
              />
            ))}
          </div>
        ) : null}
      </fieldset>
      <details className={styles.details}>
        <summary>{t("preferences.each")}</summary>
        <Choices draft={draft} change={change} />
      </details>
      <p className={styles.note}>
        <IconLock size={18} aria-hidden={true} />
        {t("preferences.essential")}
      </p>
      <p className={styles.note}>
        <IconDeviceMobileMessage size={18} aria-hidden={true} />
        {smsText(t, user)}
      </p>
      {save.isSuccess ? <Notice tone="good">{t("preferences.saved")}</Notice> : null}
      {save.error ? <Notice tone="bad">{problemText(words, save.error)}</Notice> : null}
      <Button type="submit" className={account.submit} loading={save.isPending}>
        {t("preferences.save")}
      </Button>
    </form>
  );
}

type ChoicesProps = { draft: Preferences; change: (part: Partial<Preferences>) => void };

function Choices({ draft, change }: ChoicesProps) {
  const t = useWords(messageWords);
  const { channels, groups } = choiceTable(draft.choices);
  const choose = (kind: string, channel: string, enabled: boolean) =>
    change({
      choices: draft.choices.map((choice) =>
        choice.kind === kind && choice.channel === channel ? { ...choice, enabled } : choice,
      ),
    });
  return (
    <table className={styles.table}>
      <thead>
        <tr className={styles.heads}>
          <td />
          {channels.map((channel) => (
            <th key={channel} scope="col">
              {channelName(t, channel)}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map(({ group, kinds }) => (
        <tbody key={group}>
          <tr className={styles.group}>
            <th scope="rowgroup" colSpan={channels.length + 1}>
              {t(`preferences.group.${group}`)}
            </th>
          </tr>
          {kinds.map(({ kind, choices }) => (
            <tr key={kind} className={styles.kind}>
              <th scope="row">
                {kindName(t, kind)}
                <HoursBefore choices={choices} />
              </th>
              {channels.map((channel) => {
                const choice = choices.find((candidate) => candidate.channel === channel);
                if (!choice) return <td key={channel} className={styles.none} />;
                const label = t("preferences.choice", {
                  kind: kindName(t, kind),
                  channel: channelName(t, channel),
                });
                return (
                  <td key={channel}>
                    {choice.fixed ? (
                      <span className={styles.fixed} title={t("preferences.always")}>
                        <IconLock size={20} role="img" aria-label={`${label}, ${t("preferences.always")}`} />
                        <span className={styles.channel} aria-hidden="true">
                          {channelName(t, channel)}
                        </span>
                      </span>
                    ) : (
                      // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is its control.
                      <label className={styles.choice}>
                        <Checkbox
                          aria-label={label}
                          checked={choice.enabled}
                          onChange={(event) => choose(kind, channel, event.currentTarget.checked)}
                        />
                        <span className={styles.channel} aria-hidden="true">
                          {channelName(t, channel)}
                        </span>
                      </label>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** When a reminder is sent: "1 day before". */
function HoursBefore({ choices }: { choices: Preferences["choices"] }) {
  const { locale } = useLanguage();
  const t = useWords(messageWords);
  const hours = [...new Set(choices.flatMap(({ hours_before: before }) => before))].sort((a, b) => b - a);
  if (hours.length === 0) return null;
  const times = hours.map((count) => {
    const [value, unit] = count % 24 === 0 ? [count / 24, "day"] : [count, "hour"];
    return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
  });
  return (
    <span className={styles.hoursBefore}>
      {t("preferences.before", { times: new Intl.ListFormat(locale).format(times) })}
    </span>
  );
}

function smsText(t: MessageT, { phone, phone_confirmed }: User): string {
  if (!phone) return t("preferences.noPhone");
  return phone_confirmed ? t("preferences.sms", { phone }) : t("preferences.newPhone");
}
