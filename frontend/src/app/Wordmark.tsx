import { useStudio } from "@/shared/studio/studio";
import styles from "./Wordmark.module.css";

export function Wordmark() {
  const { name } = useStudio();
  return (
    <span className={styles.wordmark}>
      <svg className={styles.mark} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <circle cx="16" cy="14" r="7" className={styles.sun} />
        <path d="M2 19c5-4 9.500-4 14 0s9 4 14 0v5c-5 4-9.500 4-14 0s-9-4-14 0z" className={styles.water} />
      </svg>
      <span className={styles.name}>{name}</span>
    </span>
  );
}
