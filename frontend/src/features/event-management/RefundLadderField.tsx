import { Button, Input, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import type { LadderStep } from "./eventForm";
import styles from "./RefundLadderField.module.css";

const MAX_STEPS = 5;
const PAID = ["online", "door", "free"] as const;

type RefundLadderFieldProps = {
  steps: readonly LadderStep[];
  error: ReactNode;
  onChange: (steps: LadderStep[]) => void;
};

/** How much a guest who cancels gets back, by how long before the start. */
export function RefundLadderField({ steps, error, onChange }: RefundLadderFieldProps) {
  const change = (index: number, step: LadderStep) => onChange(steps.with(index, step));
  return (
    <Input.Wrapper component="fieldset" size="md" className={styles.ladder} error={error}>
      <legend className={styles.legend}>{t("eventForm.ladder")}</legend>
      <ul className={styles.kinds}>
        {PAID.map((how) => (
          <li key={how}>{t(`eventForm.ladder.${how}`)}</li>
        ))}
      </ul>
      <p className={styles.hint}>{t("eventForm.ladderHint")}</p>
      {steps.length === 0 ? <p className={styles.hint}>{t("eventForm.ladder.none")}</p> : null}
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the list.
        <div key={index} className={styles.step}>
          <TextInput
            size="md"
            inputMode="numeric"
            label={t("eventForm.ladder.days")}
            value={step.days}
            onChange={(event) => change(index, { ...step, days: event.currentTarget.value })}
          />
          <TextInput
            size="md"
            inputMode="numeric"
            label={t("eventForm.ladder.percent")}
            value={step.percent}
            onChange={(event) => change(index, { ...step, percent: event.currentTarget.value })}
          />
          <Button
            variant="default"
            size="md"
            aria-label={t("eventForm.ladder.removeStep", { count: index + 1 })}
            onClick={() => onChange(steps.filter((_, other) => other !== index))}
          >
            {t("eventForm.ladder.remove")}
          </Button>
        </div>
      ))}
      {steps.length < MAX_STEPS ? (
        <Button
          variant="default"
          className={styles.add}
          leftSection={<IconPlus size={18} aria-hidden={true} />}
          onClick={() => onChange([...steps, { days: "", percent: "" }])}
        >
          {t("eventForm.ladder.add")}
        </Button>
      ) : null}
    </Input.Wrapper>
  );
}
