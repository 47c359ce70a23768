import { Button, Textarea, TextInput } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { messageKeys } from "@/features/messages";
import { mainApi } from "@/shared/api/mainApi";
import { newKey } from "@/shared/api/newKey";
import { ApiProblem, dataOf } from "@/shared/api/problem";
import { fieldProblemText } from "@/shared/api/problemText";
import { currentLanguage } from "@/shared/i18n/LanguageProvider";
import { guestWords, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { MailFrame } from "@/shared/ui/MailFrame";
import { Notice } from "@/shared/ui/Notice";
import styles from "./WriteToGuests.module.css";

const PROBLEMS = { no_guests: "write.problem.nobody", too_many_messages: "write.problem.tooMany" } as const;
const LONGEST_SUBJECT = 120;
const LONGEST_TEXT = 4000;

type WriteToGuestsProps = {
  sessionId: number;
  anybody: boolean;
  onOpen: () => void;
  onSent: (guests: number) => void;
};
type Draft = { subject: string; text: string };

/** Writes one message to everybody who is booked, after a look at the mail. */
export function WriteToGuests({ sessionId, anybody, onOpen, onSent }: WriteToGuestsProps) {
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        disabled={!anybody}
        leftSection={<IconMail size={18} aria-hidden={true} />}
        onClick={() => {
          onOpen();
          setOpen(true);
        }}
      >
        {t("write.open")}
      </Button>
      {open ? (
        <WriteDialog
          sessionId={sessionId}
          onClose={() => setOpen(false)}
          onSent={(guests) => {
            setOpen(false);
            onSent(guests);
            void queryClient.invalidateQueries({ queryKey: messageKeys.session(sessionId) });
          }}
        />
      ) : null}
    </>
  );
}

type WriteDialogProps = { sessionId: number; onClose: () => void; onSent: (guests: number) => void };

function WriteDialog({ sessionId, onClose, onSent }: WriteDialogProps) {
  const [draft, setDraft] = useState<Draft>({ subject: "", text: "" });
  // One key for one message: a second click, or a click after a lost response, sends nothing again.
  const [key, setKey] = useState(newKey);
  const params = { path: { session_id: sessionId } };
  const preview = useMutation({
    mutationFn: (body: Draft) =>
      dataOf(
        mainApi.POST("/sessions/{session_id}/guest-messages/preview", {
          params: { ...params, query: { language: currentLanguage().code } },
          body,
        }),
      ),
  });
  const send = useMutation({
    mutationFn: () =>
      dataOf(
        mainApi.POST("/sessions/{session_id}/guest-messages", {
          params,
          body: draft,
          headers: { "Idempotency-Key": key },
        }),
      ),
    onSuccess: ({ message }) => onSent(message.guests),
  });
  const refused = (field: string) => fieldProblemText(guestWords, preview.error, field);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setKey(newKey());
    if (!preview.isPending) preview.mutate(draft);
  };
  const shown = preview.data;
  if (shown)
    return (
      <Dialog title={t("write.preview")} onClose={onClose}>
        <p>
          {t("write.reach", { count: shown.guests })}
          {shown.by_mail < shown.guests
            ? ` ${t("write.notByMail", { count: shown.guests - shown.by_mail })}`
            : null}
        </p>
        <div className={styles.mail}>
          <MailFrame html={shown.html} title={shown.subject} />
        </div>
        <WriteProblem problem={send.error} />
        <DialogButtons>
          <Button
            variant="default"
            onClick={() => {
              preview.reset();
              send.reset();
            }}
          >
            {t("write.edit")}
          </Button>
          <Button
            loading={send.isPending}
            disabled={shown.guests === 0}
            onClick={() => {
              if (!send.isPending) send.mutate();
            }}
          >
            {t("write.send", { count: shown.guests })}
          </Button>
        </DialogButtons>
      </Dialog>
    );
  return (
    <Dialog title={t("write.open")} onClose={onClose}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <p>{t("write.text")}</p>
        <TextInput
          size="md"
          label={t("write.subject")}
          maxLength={LONGEST_SUBJECT}
          value={draft.subject}
          error={refused("subject")}
          onChange={(event) => setDraft({ ...draft, subject: event.currentTarget.value })}
        />
        <Textarea
          size="md"
          label={t("write.message")}
          autosize={true}
          minRows={6}
          maxRows={14}
          maxLength={LONGEST_TEXT}
          value={draft.text}
          error={refused("text")}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
        />
        {preview.error && !refused("subject") && !refused("text") ? (
          <WriteProblem problem={preview.error} />
        ) : null}
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("dialog.back")}
          </Button>
          <Button type="submit" loading={preview.isPending}>
            {t("write.toPreview")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

function WriteProblem({ problem }: { problem: unknown }) {
  if (!problem) return null;
  const code = problem instanceof ApiProblem ? problem.code : undefined;
  const known = Object.entries(PROBLEMS).find(([each]) => each === code)?.[1];
  return <Notice tone="bad">{known ? t(known) : staffProblemText(problem)}</Notice>;
}
