import { Title } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import styles from "./Folded.module.css";

/** A part of a page that is read now and then: its title opens it. */
export function Folded({ title, children }: { title: string; children: ReactNode }) {
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <details className={styles.folded}>
        <summary className={styles.summary}>
          <Title order={2} size="h3" id={heading}>
            {title}
          </Title>
          <IconChevronDown size={20} aria-hidden={true} className={styles.arrow} />
        </summary>
        <div className={styles.content}>{children}</div>
      </details>
    </section>
  );
}
