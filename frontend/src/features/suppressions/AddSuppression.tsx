import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldProblemText } from "@/shared/api/problemText";
import { guestWords, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import card from "@/shared/ui/card.module.css";
import { Notice } from "@/shared/ui/Notice";
import { addSuppression, suppressionKeys } from "./suppressionQueries";

const MAX_ADDRESS_LENGTH = 254;
const MAX_REASON_LENGTH = 200;

export function AddSuppression() {
  const queryClient = useQueryClient();
  const [address, setAddress] = useState("");
  const [reason, setReason] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const add = useMutation({
    mutationFn: () => addSuppression(address.trim(), reason.trim()),
    onSuccess: () => {
      setAddress("");
      setReason("");
      setSubmitted(false);
      return queryClient.invalidateQueries({ queryKey: suppressionKeys.all });
    },
  });
  const refused = fieldProblemText(guestWords, add.error, "address");
  const missing = submitted && !address.trim() ? guestWords("field.required") : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSubmitted(true);
    if (address.trim() && !add.isPending) add.mutate();
  };
  return (
    <form className={card.card} onSubmit={submit} noValidate>
      <TextInput
        size="md"
        label={t("suppressions.address")}
        description={t("suppressions.addressHint")}
        autoComplete="off"
        spellCheck={false}
        maxLength={MAX_ADDRESS_LENGTH}
        value={address}
        error={missing ?? (refused && t("suppressions.notAddress"))}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <TextInput
        size="md"
        label={t("suppressions.reason")}
        description={t("suppressions.reasonHint")}
        maxLength={MAX_REASON_LENGTH}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {add.error && !refused ? <Notice tone="bad">{staffProblemText(add.error)}</Notice> : null}
      {add.isSuccess ? (
        <Notice tone="good">{t("suppressions.added", { address: add.data.suppression.address })}</Notice>
      ) : null}
      <Button type="submit" className={card.submit} loading={add.isPending}>
        {t("suppressions.add")}
      </Button>
    </form>
  );
}
