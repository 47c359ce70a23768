import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode, Ref } from "react";
import styles from "./Notice.module.css";

const ICONS = { good: IconCircleCheck, warn: IconInfoCircle, bad: IconAlertTriangle, calm: IconInfoCircle };

type NoticeProps = {
  tone: keyof typeof ICONS;
  children: ReactNode;
  action?: ReactNode;
  /** By default, errors interrupt screen readers (`alert`) and other notices don't (`status`). */
  role?: "status" | "alert";
  ref?: Ref<HTMLDivElement>;
};

export function Notice({ tone, children, action, role, ref }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div
      className={styles.notice}
      data-tone={tone}
      role={role ?? (tone === "bad" ? "alert" : "status")}
      ref={ref}
      tabIndex={-1}
    >
      <Icon className={styles.icon} aria-hidden="true" />
      <div className={styles.text}>{children}</div>
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  );
}
