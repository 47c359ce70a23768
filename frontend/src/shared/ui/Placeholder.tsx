import { useLanguage } from "@/shared/i18n/LanguageProvider";
import styles from "./Placeholder.module.css";

type Shape = "title" | "line" | "card" | "row" | "cover";

/** Grey shapes in the size of the content that is loading, so that the layout does not jump. */
export function Placeholder({ shapes }: { shapes: readonly Shape[] }) {
  const { t } = useLanguage();
  return (
    <div className={styles.stack} role="status">
      <span className={styles.hidden}>{t("app.loading")}</span>
      {shapes.map((shape, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike and never move.
        <div key={index} className={styles[shape]} />
      ))}
    </div>
  );
}
