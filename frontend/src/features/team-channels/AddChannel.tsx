import { Button, TextInput, Title } from "@mantine/core";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldProblemText } from "@/shared/api/problemText";
import { guestWords, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { ChoiceRow } from "@/shared/ui/ChoiceRow";
import { channelIcon } from "@/shared/ui/channelIcon";
import { Notice } from "@/shared/ui/Notice";
import styles from "./TeamChannels.module.css";
import { addChannel, CHANNEL_KINDS, type ChannelKind, teamChannelsQuery } from "./teamChannels";

const MAX_LABEL_LENGTH = 80;

export function AddChannel() {
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<ChannelKind>("slack");
  const [label, setLabel] = useState("");
  const [address, setAddress] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const add = useMutation({
    mutationFn: () => addChannel({ kind, label: label.trim(), address: address.trim() }),
    onSuccess: () => {
      setLabel("");
      setAddress("");
      setSubmitted(false);
      return queryClient.invalidateQueries({ queryKey: teamChannelsQuery.queryKey });
    },
  });
  const required = (text: string) =>
    submitted && text.trim() === "" ? guestWords("field.required") : undefined;
  const refused = (field: string) => fieldProblemText(guestWords, add.error, field);
  const formProblem = add.error && !refused("label") && !refused("address");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSubmitted(true);
    if (label.trim() && address.trim() && !add.isPending) add.mutate();
  };
  return (
    <form className={styles.card} onSubmit={submit} noValidate aria-labelledby="add-heading">
      <Title order={2} size="h3" id="add-heading">
        {t("team.add")}
      </Title>
      <ChoiceRow
        label={t("team.kind")}
        value={kind}
        choices={CHANNEL_KINDS.map((value) => ({
          value,
          label: t(`team.kind.${value}`),
          icon: channelIcon(value),
        }))}
        onChoose={(next) => {
          setKind(next);
          add.reset();
        }}
      />
      <TextInput
        size="md"
        label={t("team.label")}
        description={t("team.labelHint")}
        maxLength={MAX_LABEL_LENGTH}
        value={label}
        error={required(label) ?? refused("label")}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <TextInput
        size="md"
        type={kind === "whatsapp" ? "tel" : "url"}
        label={t(`team.address.${kind}`)}
        description={t(`team.hint.${kind}`)}
        autoComplete="off"
        spellCheck={false}
        value={address}
        error={required(address) ?? refused("address")}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      {formProblem ? <Notice tone="bad">{staffProblemText(add.error)}</Notice> : null}
      {add.isSuccess ? <Notice tone="good">{t("team.added")}</Notice> : null}
      <Button type="submit" className={styles.submit} loading={add.isPending}>
        {t("team.add")}
      </Button>
    </form>
  );
}
