import type { EventKind } from "@/shared/api/types";
import styles from "./Cover.module.css";

/** What the server draws a cover from. */
export type CoverSubject = { seed: string; kind: EventKind };
/** `lazy`: below the first screen, so loaded only when it is scrolled to. */
type CoverProps = CoverSubject & { lazy?: boolean };

/** The picture of an event. It adds nothing to the text beside it, so it has no text of its own. */
export function Cover({ seed, kind, lazy = false }: CoverProps) {
  return (
    <img
      className={styles.cover}
      loading={lazy ? "lazy" : "eager"}
      src={`/covers/${kind}/${encodeURIComponent(seed)}.svg`}
      width={400}
      height={300}
      alt=""
    />
  );
}
