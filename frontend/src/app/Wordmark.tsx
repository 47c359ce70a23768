import { useStudio } from "@/shared/studio/studio";
import { Picture } from "@/shared/ui/Picture";
import styles from "./Wordmark.module.css";

export function Wordmark() {
  const { name, logo } = useStudio();
  return (
    <span className={styles.wordmark}>
      {logo ? (
        <span className={styles.logo}>
          <Picture picture={{ ...logo, alt: "" }} sizes="2.25rem" eager />
        </span>
      ) : (
        <svg className={styles.mark} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <circle cx="16" cy="14" r="7" className={styles.sun} />
          <path d="M2 19c5-4 9.500-4 14 0s9 4 14 0v5c-5 4-9.500 4-14 0s-9-4-14 0z" className={styles.water} />
        </svg>
      )}
      <span className={styles.name}>{name}</span>
    </span>
  );
}
