import { Button, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { ApiProblem } from "@/shared/api/problem";
import { fieldErrorText, problemText } from "@/shared/api/problemText";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { type RecordsT, recordWords } from "@/shared/i18n/recordWords";
import { useWords } from "@/shared/i18n/useWords";
import { FailurePart } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Placeholder } from "@/shared/ui/Placeholder";
import { TemplatePreview } from "./TemplatePreview";
import styles from "./Templates.module.css";
import { TextHistory } from "./TextHistory";
import {
  type MessageTexts,
  previewTexts,
  saveTexts,
  type TemplateChoice,
  templateKeys,
  textsQuery,
} from "./templateQueries";

const LONG = new Set(["intro", "closing"]);
type PartName = "subject" | "heading" | "intro" | "closing" | "sms" | "title" | "note";

type TextEditorProps = { of: TemplateChoice; name: string; onClose: () => void };

/** The texts of one message, to write anew: with a preview, and a way back. */
export function TextEditor({ of, name, onClose }: TextEditorProps) {
  const t = useWords(recordWords);
  const [saved, setSaved] = useState(false);
  const texts = useQuery(textsQuery(of));
  if (!texts.data)
    return texts.error ? (
      <FailurePart problem={texts.error} retry={texts.refetch} />
    ) : (
      <Placeholder shapes={["row", "row", "row"]} />
    );
  return (
    <>
      <div aria-live="polite">{saved ? <Notice tone="good">{t("texts.saved")}</Notice> : null}</div>
      <Editor
        key={texts.data.version}
        of={of}
        texts={texts.data}
        name={name}
        onSaved={() => setSaved(true)}
        onClose={onClose}
      />
    </>
  );
}

type EditorProps = TextEditorProps & { texts: MessageTexts; onSaved: () => void };

function Editor({ of, texts, name, onSaved, onClose }: EditorProps) {
  const t = useWords(recordWords);
  const { t: words } = useLanguage();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(() => textsOf(texts));
  const lastTyped = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  const preview = useMutation({ mutationFn: () => previewTexts(of, draft) });
  const save = useMutation({
    mutationFn: (written: Record<string, string>) => saveTexts(of, written, texts.version),
    onSuccess: () => {
      onSaved();
      preview.reset();
      return queryClient.invalidateQueries({ queryKey: templateKeys.all });
    },
  });
  const problem = save.error ?? preview.error;
  const refused = (part: string) => partProblem(t, words, problem, part);
  const someRefused = texts.parts.some((part) => refused(part.name));
  const set = (part: string, text: string) => setDraft((now) => ({ ...now, [part]: text }));
  const putIn = (variable: string) => {
    const field = lastTyped.current;
    if (!field) return;
    const [start, end] = [
      field.selectionStart ?? field.value.length,
      field.selectionEnd ?? field.value.length,
    ];
    set(field.name, `${field.value.slice(0, start)}{${variable}}${field.value.slice(end)}`);
    field.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(draft);
  };
  if (texts.from_file) return <Notice tone="warn">{t("texts.fromFile")}</Notice>;
  const changed = texts.parts.some((part) => part.text !== part.original);
  return (
    <section className={styles.part} aria-labelledby="texts-heading">
      <Title order={2} size="h3" id="texts-heading">
        {t("texts.edit")}
      </Title>
      <p className={styles.none}>{t("texts.intro")}</p>
      <form className={styles.form} onSubmit={submit} noValidate>
        {texts.parts.map((part) => {
          const Field = LONG.has(part.name) ? Textarea : TextInput;
          const label = t(`texts.part.${part.name as PartName}`);
          return (
            <div key={part.name} className={styles.field}>
              <Field
                size="md"
                name={part.name}
                label={label}
                description={part.name === "closing" ? t("texts.optional") : undefined}
                lang={of.language}
                maxLength={part.max_length}
                error={refused(part.name)}
                value={draft[part.name] ?? ""}
                onFocus={(event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
                  lastTyped.current = event.currentTarget;
                }}
                onChange={(event: { currentTarget: { value: string } }) =>
                  set(part.name, event.currentTarget.value)
                }
                {...(LONG.has(part.name) ? { rows: 4 } : {})}
              />
              {draft[part.name] !== part.original ? (
                <Button
                  variant="subtle"
                  className={styles.back}
                  aria-label={t("texts.usePartOf", { part: label })}
                  onClick={() => set(part.name, part.original)}
                >
                  {t("texts.usePart")}
                </Button>
              ) : null}
            </div>
          );
        })}
        <fieldset className={styles.variables}>
          <legend>{t("texts.variables")}</legend>
          <p className={styles.none}>{t("texts.variablesHint")}</p>
          {texts.variables.map((variable) => (
            <button key={variable} type="button" className={styles.variable} onClick={() => putIn(variable)}>
              {`{${variable}}`}
            </button>
          ))}
        </fieldset>
        <div aria-live="polite">
          {someRefused ? (
            <Notice tone="bad">{t("texts.check")}</Notice>
          ) : problem ? (
            <Notice tone="bad">
              {problem instanceof ApiProblem && problem.code === "texts_changed"
                ? t("texts.conflict")
                : problemText(words, problem)}
            </Notice>
          ) : null}
        </div>
        <div className={styles.choices}>
          <Button type="submit" loading={save.isPending}>
            {t("texts.save")}
          </Button>
          <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>
            {t("texts.preview")}
          </Button>
          {changed ? (
            <Button variant="default" loading={save.isPending} onClick={() => save.mutate({})}>
              {t("texts.original")}
            </Button>
          ) : null}
          <Button variant="default" onClick={onClose}>
            {t("texts.close")}
          </Button>
        </div>
      </form>
      {preview.data ? (
        <div className={styles.preview}>
          <Title order={2} size="h3">
            {t("texts.previewTitle")}
          </Title>
          <TemplatePreview template={preview.data} name={name} language={of.language} withVariables={false} />
        </div>
      ) : null}
      <TextHistory texts={texts} onLoad={(version) => setDraft({ ...originalsOf(texts), ...version })} />
    </section>
  );
}

const textsOf = ({ parts }: MessageTexts): Record<string, string> =>
  Object.fromEntries(parts.map(({ name, text }) => [name, text]));

const originalsOf = ({ parts }: MessageTexts): Record<string, string> =>
  Object.fromEntries(parts.map(({ name, original }) => [name, original]));

const PROBLEMS = ["brace", "html", "bracket_without_variable", "bracket_unpaired", "code_missing"] as const;

/** Why a part was refused, in the reader's language. */
function partProblem(
  t: RecordsT,
  words: Parameters<typeof fieldErrorText>[0],
  problem: unknown,
  part: string,
): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  const error = problem.fieldErrors.find(({ field }) => field === part);
  if (!error) return undefined;
  if (error.code === "unknown_variable") {
    const name = /\{\w+\}/.exec(error.message)?.[0] ?? "";
    return t("problem.unknown_variable", { name });
  }
  const known = PROBLEMS.find((code) => code === error.code);
  return known ? t(`problem.${known}`) : fieldErrorText(words, error);
}
