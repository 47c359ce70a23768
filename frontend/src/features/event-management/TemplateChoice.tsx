import { Button, Group, NativeSelect } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { staffWords as t } from "@/shared/i18n/staffWords";
import type { Done } from "./done";
import styles from "./EventForm.module.css";
import { templatesQuery } from "./eventTemplates";
import { DeleteTemplate, RenameTemplate } from "./TemplateDialogs";

const PAGE = "/facilitator/events/new";

/** Chooses the template that a new event starts from, and changes the chosen one. Nothing without templates. */
export function TemplateChoice({ chosen }: { chosen: number | null }) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState<"rename" | "delete" | null>(null);
  const templates = useQuery(templatesQuery).data ?? [];
  const template = templates.find(({ id }) => id === chosen);
  const go = (id: string, done?: Done) =>
    void navigate(id ? `${PAGE}?template=${id}` : PAGE, { replace: true, state: done ?? null });
  if (templates.length === 0) return null;
  return (
    <div className={styles.template}>
      <NativeSelect
        size="md"
        label={t("template.start")}
        data={[
          { value: "", label: t("template.none") },
          ...templates.map(({ id, title }) => ({ value: String(id), label: title })),
        ]}
        value={template ? String(template.id) : ""}
        onChange={(change) => go(change.currentTarget.value)}
      />
      {template ? (
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconPencil size={18} aria-hidden={true} />}
            onClick={() => setAsked("rename")}
          >
            {t("template.rename")}
          </Button>
          <Button
            variant="default"
            leftSection={<IconTrash size={18} aria-hidden={true} />}
            onClick={() => setAsked("delete")}
          >
            {t("template.delete")}
          </Button>
        </Group>
      ) : null}
      {template && asked === "rename" ? (
        <RenameTemplate
          template={template}
          onClose={() => setAsked(null)}
          onDone={(done) => {
            setAsked(null);
            go(String(template.id), done);
          }}
        />
      ) : null}
      {template && asked === "delete" ? (
        <DeleteTemplate
          template={template}
          onClose={() => setAsked(null)}
          onDone={(done) => {
            setAsked(null);
            go("", done);
          }}
        />
      ) : null}
    </div>
  );
}
