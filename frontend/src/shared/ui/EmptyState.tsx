import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

type EmptyStateProps = { title: string; text: string; action?: ReactNode; heading?: 2 | 3 };

/** Shown instead of an empty list: what will be here, and how to create the first one. */
export function EmptyState({ title, text, action, heading = 2 }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <svg className={styles.picture} viewBox="0 0 160 80" aria-hidden="true" focusable="false">
        <circle cx="80" cy="44" r="20" className={styles.sun} />
        <path d="M0 56c27-16 53-16 80 0s53 16 80 0v24H0z" className={styles.hill} />
      </svg>
      <Title order={heading} size="h3">
        {title}
      </Title>
      <Text c="dimmed">{text}</Text>
      {action}
    </div>
  );
}
