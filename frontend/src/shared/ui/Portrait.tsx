import type { PictureData } from "@/shared/api/types";
import { nameWords } from "@/shared/i18n/firstName";
import { Picture } from "./Picture";
import styles from "./Portrait.module.css";

const SIZES = { tiny: "1.5rem", small: "3.5rem", large: "10rem" } as const;
type PortraitProps = { name: string; picture: PictureData | null; size?: keyof typeof SIZES };

/** A facilitator's portrait, or the initials of one without. */
export function Portrait({ name, picture, size = "small" }: PortraitProps) {
  return picture ? (
    <span className={styles.portrait} data-size={size}>
      <Picture picture={picture} sizes={SIZES[size]} />
    </span>
  ) : (
    <span className={styles.portrait} data-size={size} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = nameWords(name);
  return [words[0] ?? name, words.length > 1 ? words.at(-1) : ""]
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("");
}
