import { ActionIcon, Input, Textarea } from "@mantine/core";
import {
  IconBold,
  IconEye,
  IconHeading,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconPencil,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { pictureWords } from "@/shared/i18n/pictureWords";
import { useWords } from "@/shared/i18n/useWords";
import styles from "./MarkdownField.module.css";
import { MARKS, type Mark, marked } from "./markdownMarks";
import { Notice } from "./Notice";
import { Placeholder } from "./Placeholder";
import { RichText } from "./RichText";

const ICONS: Record<Mark, typeof IconBold> = {
  bold: IconBold,
  italic: IconItalic,
  heading: IconHeading,
  list: IconList,
  numbers: IconListNumbers,
  link: IconLink,
};

type MarkdownFieldProps = {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
  error: ReactNode;
};

/** A text field with buttons for Markdown, and a preview that the server makes. */
export function MarkdownField({ label, description, value, onChange, error }: MarkdownFieldProps) {
  const t = useWords(pictureWords);
  const [previewing, setPreviewing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const mark = (kind: Mark) => {
    const area = field.current;
    if (!area) return;
    const { text, start, end } = marked(kind, value, area.selectionStart, area.selectionEnd);
    onChange(text);
    requestAnimationFrame(() => {
      area.focus();
      area.setSelectionRange(start, end);
    });
  };
  const toolbar = (
    <div className={styles.bar} role="toolbar" aria-label={t("text.toolbar")}>
      {MARKS.map((kind) => {
        const Icon = ICONS[kind];
        return (
          <ActionIcon
            key={kind}
            variant="default"
            size="lg"
            disabled={previewing}
            aria-label={t(`text.${kind}`)}
            onClick={() => mark(kind)}
          >
            <Icon size={18} aria-hidden={true} />
          </ActionIcon>
        );
      })}
      <ActionIcon
        variant={previewing ? "filled" : "default"}
        size="lg"
        className={styles.preview}
        aria-label={t(previewing ? "text.write" : "text.preview")}
        onClick={() => setPreviewing(!previewing)}
      >
        {previewing ? <IconPencil size={18} aria-hidden={true} /> : <IconEye size={18} aria-hidden={true} />}
      </ActionIcon>
    </div>
  );
  return previewing ? (
    <Input.Wrapper size="md" label={label} description={description} labelElement="div" error={error}>
      {toolbar}
      <Preview text={value} />
    </Input.Wrapper>
  ) : (
    <Textarea
      ref={field}
      size="md"
      label={label}
      description={description}
      inputContainer={(input) => (
        <>
          {toolbar}
          {input}
        </>
      )}
      rows={10}
      error={error}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

const previewKeys = { of: (text: string) => ["markdown", text] } as const;

function Preview({ text }: { text: string }) {
  const t = useWords(pictureWords);
  const { t: common } = useLanguage();
  const preview = useQuery({
    queryKey: previewKeys.of(text),
    queryFn: ({ signal }) =>
      dataOf(mainApi.POST("/events/description-preview", { body: { description: text }, signal })),
    enabled: text.trim() !== "",
  });
  if (preview.error) return <Notice tone="bad">{problemText(common, preview.error)}</Notice>;
  return (
    <section className={styles.shown} aria-label={t("text.preview")}>
      {text.trim() === "" ? (
        <p className={styles.empty}>{t("text.empty")}</p>
      ) : preview.data ? (
        <RichText html={preview.data.html} />
      ) : (
        <Placeholder shapes={["line", "line"]} />
      )}
    </section>
  );
}
