import { Button, NativeSelect, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { readableKind } from "@/features/integration";
import { recordWords } from "@/shared/i18n/recordWords";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { useWords } from "@/shared/i18n/useWords";
import { ChoiceRow } from "@/shared/ui/ChoiceRow";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import { ComparisonPanel } from "./ComparisonPanel";
import { TemplatePreview } from "./TemplatePreview";
import styles from "./Templates.module.css";
import { TextEditor } from "./TextEditor";
import { TEMPLATE_LANGUAGES, type TemplateEntry, templateQuery, templatesQuery } from "./templateQueries";

/** Previews of all messages, with example data. */
export function TemplatesPage() {
  const list = useQuery(templatesQuery);
  return (
    <Page title={t("templates.title")}>
      <div className={styles.page}>
        <div>
          <PageHeading>{t("templates.title")}</PageHeading>
          <Text c="dimmed">{t("templates.intro")}</Text>
        </div>
        {!list.data ? (
          list.error ? (
            <FailurePart problem={list.error} retry={list.refetch} />
          ) : (
            <Placeholder shapes={["row", "card"]} />
          )
        ) : list.data.length === 0 ? (
          <EmptyState title={t("templates.empty.title")} text={t("templates.empty.text")} />
        ) : (
          <Templates templates={list.data} />
        )}
      </div>
    </Page>
  );
}

function Templates({ templates }: { templates: readonly TemplateEntry[] }) {
  const words = useWords(recordWords);
  const [query, change] = useAddressQuery();
  const chosen = templates.find(({ kind }) => kind === query.get("kind")) ?? templates[0];
  const language = TEMPLATE_LANGUAGES.find((code) => code === query.get("language")) ?? "en";
  const variant = chosen?.variants.find((name) => name === query.get("variant")) ?? "a";
  const kind = chosen?.kind ?? "";
  const template = useQuery(templateQuery(kind, language, variant));
  const set = (name: string, value: string) =>
    change(
      (now) => {
        const next = new URLSearchParams(now);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  if (!chosen) return null;
  return (
    <div className={styles.columns}>
      <nav aria-label={t("templates.kinds")} className={styles.kinds}>
        {templates.map((entry) => (
          <button
            key={entry.kind}
            type="button"
            className={styles.kind}
            aria-current={entry.kind === kind}
            onClick={() => set("kind", entry.kind)}
          >
            {readableKind(entry.kind)}
          </button>
        ))}
      </nav>
      <div className={styles.chosen}>
        <NativeSelect
          size="md"
          className={styles.select}
          label={t("templates.kinds")}
          value={kind}
          data={templates.map((entry) => ({ value: entry.kind, label: readableKind(entry.kind) }))}
          onChange={(event) => set("kind", event.currentTarget.value)}
        />
        <div className={styles.choices}>
          <ChoiceRow
            label={t("templates.language")}
            value={language}
            choices={TEMPLATE_LANGUAGES.map((code) => ({
              value: code,
              label: t(`templates.language.${code}`),
            }))}
            onChoose={(code) => set("language", code)}
          />
          {chosen.variants.length > 1 ? (
            <ChoiceRow
              label={t("templates.variant")}
              value={variant}
              choices={chosen.variants.map((name) => ({
                value: name,
                label: t(name === "b" ? "templates.variant.b" : "templates.variant.a"),
              }))}
              onChoose={(name) => set("variant", name)}
            />
          ) : null}
        </div>
        {chosen.editable && query.get("edit") !== "texts" ? (
          <Button
            className={styles.act}
            leftSection={<IconPencil size={18} aria-hidden={true} />}
            onClick={() => set("edit", "texts")}
          >
            {words("texts.edit")}
          </Button>
        ) : null}
        {chosen.editable && query.get("edit") === "texts" ? (
          <TextEditor
            key={[kind, language, variant].join()}
            of={{ kind, language, variant }}
            name={readableKind(kind)}
            onClose={() => set("edit", "")}
          />
        ) : template.data ? (
          <TemplatePreview
            key={kind}
            template={template.data}
            name={readableKind(kind)}
            language={language}
          />
        ) : template.error ? (
          <FailurePart problem={template.error} retry={template.refetch} />
        ) : (
          <Placeholder shapes={["card"]} />
        )}
        <ComparisonPanel kind={kind} variants={chosen.variants} />
      </div>
    </div>
  );
}
