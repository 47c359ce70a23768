import { VisuallyHidden } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import styles from "./BeforeAndAfter.module.css";

export type Difference = { name: string; before: string; after: string };

/** The old and the new value of each field that changes. */
export function BeforeAndAfter({ differences }: { differences: readonly Difference[] }) {
  if (differences.length === 0) return null;
  return (
    <dl className={styles.rows}>
      {differences.map(({ name, before, after }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <VisuallyHidden>{t("impact.before")}: </VisuallyHidden>
            <del dir="auto">{before || "–"}</del>
            <IconArrowRight size={16} aria-hidden={true} />
            <VisuallyHidden>{t("impact.after")}: </VisuallyHidden>
            <ins dir="auto">{after || "–"}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
