import { VisuallyHidden } from "@mantine/core";
import { type ComponentType, useId } from "react";
import styles from "./ChoiceRow.module.css";

type Choice<T extends string> = {
  value: T;
  label: string;
  icon?: ComponentType<{ size?: number; "aria-hidden"?: boolean }>;
};
type ChoiceRowProps<T extends string> = {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onChoose: (value: T) => void;
  /** `scroll`: one row on phones, scrolled sideways. `icons`: without their words in sight. */
  look?: "wrap" | "scroll" | "icons";
};

/** A choice between a few values: radio buttons styled as pills, with the browser's own keyboard handling. */
export function ChoiceRow<T extends string>({
  label,
  value,
  choices,
  onChoose,
  look = "wrap",
}: ChoiceRowProps<T>) {
  const name = useId();
  return (
    <fieldset className={styles.row} data-look={look}>
      <legend className={styles.legend}>{label}</legend>
      {choices.map(({ value: choice, label: text, icon: Icon }) => (
        <label key={choice} className={styles.choice}>
          <input
            type="radio"
            className={styles.input}
            name={name}
            value={choice}
            checked={choice === value}
            onChange={() => onChoose(choice)}
          />
          {Icon ? <Icon size={18} aria-hidden={true} /> : null}
          {look === "icons" ? <VisuallyHidden>{text}</VisuallyHidden> : text}
        </label>
      ))}
    </fieldset>
  );
}
