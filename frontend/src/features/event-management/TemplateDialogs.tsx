import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { ApiProblem } from "@/shared/api/problem";
import type { Event } from "@/shared/api/types";
import { guestWords, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { MAX_TITLE_LENGTH } from "@/shared/limits";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import danger from "@/shared/ui/danger.module.css";
import { Notice } from "@/shared/ui/Notice";
import type { Done } from "./done";
import type { Template } from "./eventManagementApi";
import { MAX_SESSIONS, useTemplates } from "./eventTemplates";

/** Keeps an event as a template. */
export function SaveTemplate({
  event,
  onDone,
  onClose,
}: {
  event: Event;
  onDone: (done: Done) => void;
  onClose: () => void;
}) {
  const { saveTemplate } = useTemplates();
  return (
    <TitleDialog
      heading={t("template.save")}
      before={event.title}
      submitText={t("template.save")}
      save={(title) => saveTemplate(event.id, title)}
      onDone={(title) => onDone({ done: "template.saved", values: { title } })}
      onClose={onClose}
    >
      <p>{t("template.saveText")}</p>
      {event.sessions_total > MAX_SESSIONS ? (
        <p>{t("template.manySessions", { count: MAX_SESSIONS })}</p>
      ) : null}
    </TitleDialog>
  );
}

type OfTemplateProps = { template: Template; onDone: (done: Done) => void; onClose: () => void };

export function RenameTemplate({ template, onDone, onClose }: OfTemplateProps) {
  const { renameTemplate } = useTemplates();
  return (
    <TitleDialog
      heading={t("template.rename")}
      before={template.title}
      submitText={t("template.do.rename")}
      save={(title) => renameTemplate(template.id, title)}
      onDone={() => onDone({ done: "template.renamed" })}
      onClose={onClose}
    />
  );
}

export function DeleteTemplate({ template, onDone, onClose }: OfTemplateProps) {
  const { deleteTemplate } = useTemplates();
  const remove = useMutation({
    mutationFn: () => deleteTemplate(template.id),
    onSuccess: () => onDone({ done: "template.deleted" }),
  });
  return (
    <Dialog title={t("template.delete")} onClose={onClose}>
      <p>{t("template.deleteText", { title: template.title })}</p>
      {remove.error ? <Notice tone="bad">{staffProblemText(remove.error)}</Notice> : null}
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("dialog.back")}
        </Button>
        <Button className={danger.confirm} loading={remove.isPending} onClick={() => remove.mutate()}>
          {t("template.delete")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

type TitleDialogProps = {
  heading: string;
  before: string;
  submitText: string;
  save: (title: string) => Promise<void>;
  onDone: (title: string) => void;
  onClose: () => void;
  children?: ReactNode;
};

const problemOf = (problem: unknown) =>
  problem instanceof ApiProblem && problem.code === "too_many_templates"
    ? t("template.tooMany")
    : staffProblemText(problem);

/** Asks for the title of a template. */
function TitleDialog({ heading, before, submitText, save, onDone, onClose, children }: TitleDialogProps) {
  const [title, setTitle] = useState(before);
  const typed = title.trim();
  const change = useMutation({ mutationFn: () => save(typed), onSuccess: () => onDone(typed) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed && !change.isPending) change.mutate();
  };
  return (
    <Dialog title={heading} onClose={onClose}>
      {children}
      <form onSubmit={submit} noValidate>
        <TextInput
          size="md"
          label={t("template.title")}
          value={title}
          maxLength={MAX_TITLE_LENGTH}
          error={typed ? undefined : guestWords("field.required")}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        {change.error ? <Notice tone="bad">{problemOf(change.error)}</Notice> : null}
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("dialog.back")}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {submitText}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
