import type { ComponentType, ReactNode } from "react";
import styles from "./StateBadge.module.css";

export type Tone = "good" | "warn" | "bad" | "quiet" | "accent";

type StateBadgeProps = {
  tone: Tone;
  icon?: ComponentType<{ size?: number; "aria-hidden"?: boolean }>;
  children: ReactNode;
};

/** A state as a word, often with an icon. The colour only repeats it. */
export function StateBadge({ tone, icon: Icon, children }: StateBadgeProps) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {Icon ? <Icon size={16} aria-hidden={true} /> : null}
      {children}
    </span>
  );
}
