import { Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheckFilled, IconInfoCircle } from "@tabler/icons-react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import styles from "./HealthInWords.module.css";
import { type HealthLine, healthLines } from "./healthLines";
import type { Integration } from "./integrationApi";

const ICONS = { good: IconCircleCheckFilled, note: IconInfoCircle, bad: IconAlertTriangle };

/** Which ways to people and to the CRM work, and what to do about those that don't. */
export function HealthInWords({ status }: { status: Integration }) {
  return (
    <section aria-labelledby="health-heading">
      <Title order={2} size="h3" id="health-heading">
        {t("health.title")}
      </Title>
      <ul className={styles.lines}>
        {healthLines(status).map((line) => (
          <Line key={line.channel} {...line} />
        ))}
      </ul>
    </section>
  );
}

function Line({ tone, text }: HealthLine) {
  const Icon = ICONS[tone];
  return (
    <li className={styles.line} data-tone={tone}>
      <Icon size={20} aria-hidden={true} />
      <span>{text}</span>
    </li>
  );
}
