import { Button, Input, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import type { ProgrammePart } from "./eventForm";
import styles from "./GuestInfoFields.module.css";

const MAX_LANGUAGES = 6;
const MAX_PARTS = 31;
/** Languages to choose from; the API takes any ISO code. */
const LANGUAGES =
  "ar bn cs da de el en es fa fi fr gu he hi hu id it ja kn ko ml mr ms nb ne nl pa pl pt ro ru sv ta te th tr uk ur vi zh".split(
    " ",
  );
const names = new Intl.DisplayNames("en", { type: "language" });
const nameOf = (code: string) => names.of(code) ?? code;

type LanguagesFieldProps = { codes: readonly string[]; onChange: (codes: string[]) => void };

/** The languages that are spoken: those chosen, each with a button to remove it, and a list to add one from. */
export function LanguagesField({ codes, onChange }: LanguagesFieldProps) {
  const others = LANGUAGES.filter((code) => !codes.includes(code))
    .map((code) => ({ value: code, label: nameOf(code) }))
    .sort((one, other) => one.label.localeCompare(other.label));
  return (
    <fieldset className={styles.field}>
      <legend className={styles.legend}>{t("eventForm.languages")}</legend>
      {codes.length > 0 ? (
        <ul className={styles.chosen}>
          {codes.map((code) => (
            <li key={code}>
              <Button
                variant="light"
                size="sm"
                rightSection={<IconX size={16} aria-hidden={true} />}
                aria-label={t("eventForm.languages.remove", { language: nameOf(code) })}
                onClick={() => onChange(codes.filter((other) => other !== code))}
              >
                {nameOf(code)}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {codes.length < MAX_LANGUAGES ? (
        <NativeSelect
          size="md"
          aria-label={t("eventForm.languages.add")}
          data={[{ value: "", label: t("eventForm.languages.add") }, ...others]}
          value=""
          onChange={(event) => {
            const code = event.currentTarget.value;
            if (code) onChange([...codes, code]);
          }}
        />
      ) : null}
    </fieldset>
  );
}

type ProgrammeFieldProps = {
  parts: readonly ProgrammePart[];
  error: ReactNode;
  onChange: (parts: ProgrammePart[]) => void;
};

/** The programme: a title and a text for each day or part of one. */
export function ProgrammeField({ parts, error, onChange }: ProgrammeFieldProps) {
  const change = (index: number, part: ProgrammePart) => onChange(parts.with(index, part));
  return (
    <Input.Wrapper component="fieldset" size="md" className={styles.field} error={error}>
      <legend className={styles.legend}>{t("eventForm.programme")}</legend>
      <p className={styles.hint}>{t("eventForm.programmeHint")}</p>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the list.
        <div key={index} className={styles.part}>
          <TextInput
            size="md"
            label={t("eventForm.programme.title", { count: index + 1 })}
            value={part.title}
            onChange={(event) => change(index, { ...part, title: event.currentTarget.value })}
          />
          <Textarea
            size="md"
            rows={4}
            label={t("eventForm.programme.text")}
            value={part.text}
            onChange={(event) => change(index, { ...part, text: event.currentTarget.value })}
          />
          <Button
            variant="subtle"
            size="compact-md"
            className={styles.start}
            aria-label={t("eventForm.programme.removePart", { count: index + 1 })}
            onClick={() => onChange(parts.filter((_, other) => other !== index))}
          >
            {t("eventForm.ladder.remove")}
          </Button>
        </div>
      ))}
      {parts.length < MAX_PARTS ? (
        <Button
          variant="default"
          className={styles.start}
          leftSection={<IconPlus size={18} aria-hidden={true} />}
          onClick={() => onChange([...parts, { title: "", text: "" }])}
        >
          {t("eventForm.programme.add")}
        </Button>
      ) : null}
    </Input.Wrapper>
  );
}
