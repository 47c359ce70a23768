import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import type { User } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";
import { useConfirmed } from "@/shared/auth/useConfirmed";
import { identityWords } from "@/shared/i18n/identityWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { SixDigits, useSixDigits } from "@/shared/ui/SixDigits";

type StepProps = { onClose: () => void };

/** Asks for the new address, then for the code that was sent to it. */
export function ChangeEmail({ user, onClose, onDone }: StepProps & { user: User; onDone: () => void }) {
  const [email, setEmail] = useState("");
  const [isSent, setIsSent] = useState(false);
  return isSent ? (
    <TypeCode email={email} onOther={() => setIsSent(false)} onClose={onClose} onDone={onDone} />
  ) : (
    <NewAddress
      user={user}
      email={email}
      onType={setEmail}
      onSent={() => setIsSent(true)}
      onClose={onClose}
    />
  );
}

type NewAddressProps = StepProps & {
  user: User;
  email: string;
  onType: (email: string) => void;
  onSent: () => void;
};

function NewAddress({ user, email, onType, onSent, onClose }: NewAddressProps) {
  const { t: words } = useLanguage();
  const t = useWords(identityWords);
  const [fault, setFault] = useState<"field.required" | "email.same" | null>(null);
  const send = useConfirmed(
    (address: string) => dataOf(mainApi.POST("/auth/email/code", { body: { email: address } })),
    onSent,
  );
  if (send.dialog) return send.dialog;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isSame = email.toLowerCase() === user.email.toLowerCase();
    setFault(email === "" ? "field.required" : isSame ? "email.same" : null);
    if (email !== "" && !isSame) send.run(email);
  };
  const refused = fieldProblemText(words, send.problem, "email");
  const problem = fault === "email.same" ? t(fault) : fault ? words(fault) : refused;
  return (
    <Dialog title={t("email.title")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <p>{t("email.text")}</p>
        <TextInput
          size="md"
          type="email"
          label={t("email.new")}
          autoComplete="email"
          value={email}
          error={problem}
          onChange={(event) => {
            setFault(null);
            onType(event.currentTarget.value.trim());
          }}
        />
        {send.problem && !refused ? <Notice tone="bad">{problemText(words, send.problem)}</Notice> : null}
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("confirm.back")}
          </Button>
          <Button type="submit" loading={send.pending}>
            {t("email.send")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

type TypeCodeProps = StepProps & { email: string; onOther: () => void; onDone: () => void };

function TypeCode({ email, onOther, onClose, onDone }: TypeCodeProps) {
  const { t: words } = useLanguage();
  const t = useWords(identityWords);
  const { code, setCode, incomplete, check } = useSixDigits();
  const confirm = useMutation({
    mutationFn: () => dataOf(mainApi.POST("/auth/email/confirm", { body: { code } })),
    onSuccess: (granted) => {
      auth.signIn(granted);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (check() && !confirm.isPending) confirm.mutate();
  };
  const problem = confirm.error
    ? problemText(words, confirm.error)
    : incomplete
      ? t("confirm.code.incomplete")
      : null;
  return (
    <Dialog title={t("email.title")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <p role="status">{t("email.sent", { email })}</p>
        <SixDigits label={t("confirm.code")} value={code} error={problem} onChange={setCode} />
        <p>{t("email.wait")}</p>
        <DialogButtons>
          <Button variant="default" onClick={onOther}>
            {t("email.other")}
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            {t("email.save")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
