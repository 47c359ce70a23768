import { Button } from "@mantine/core";
import { useSearchParams } from "react-router";
import { staffWords as t } from "@/shared/i18n/staffWords";
import styles from "./Pager.module.css";

type PagerProps = {
  pagination: { page: number; pages: number; has_next: boolean; has_prev: boolean };
  /** The reader stays where they are on the page, instead of at its top. */
  keepsPlace?: boolean;
};

/** Turns the pages of a list; the page stands in the address. */
export function Pager({ pagination, keepsPlace = false }: PagerProps) {
  const [, setQuery] = useSearchParams();
  const { page, pages } = pagination;
  const turn = (to: number) =>
    setQuery(
      (current) => {
        const next = new URLSearchParams(current);
        next.set("page", String(to));
        return next;
      },
      { preventScrollReset: keepsPlace },
    );
  if (pages <= 1) return null;
  return (
    <nav className={styles.pages} aria-label={t("pager.label")}>
      <Button variant="default" disabled={!pagination.has_prev} onClick={() => turn(page - 1)}>
        {t("bookings.previous")}
      </Button>
      <span>{t("bookings.page", { page, pages })}</span>
      <Button variant="default" disabled={!pagination.has_next} onClick={() => turn(page + 1)}>
        {t("bookings.next")}
      </Button>
    </nav>
  );
}
