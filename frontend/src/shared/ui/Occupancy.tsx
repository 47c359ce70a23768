import { staffWords as t } from "@/shared/i18n/staffWords";
import styles from "./Occupancy.module.css";

/** How full a session is: a bar, and the figures in words. */
export function Occupancy({ booked, capacity }: { booked: number; capacity: number | null }) {
  if (capacity === null || capacity === 0) return null;
  return (
    <span className={styles.occupancy}>
      <svg
        className={styles.bar}
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <rect width="100" height="6" className={styles.track} />
        <rect width={Math.min(100, (booked / capacity) * 100)} height="6" className={styles.filled} />
      </svg>
      <span className={styles.text}>{t("sessions.taken", { booked, count: capacity })}</span>
    </span>
  );
}
