import { Button } from "@mantine/core";
import { useSearchParams } from "react-router";
import { staffWords as t } from "@/shared/i18n/staffWords";
import styles from "./Pager.module.css";

type PagerProps = {
  pagination: { page: number; pages: number; has_next: boolean; has_prev: boolean };
  /** Keep the scroll position instead of going to the top. */
  keepsScroll?: boolean;
};

/** Moves between the pages of a list. The page number is in the address. */
export function Pager({ pagination, keepsScroll = false }: PagerProps) {
  const [, setQuery] = useSearchParams();
  const { page, pages } = pagination;
  const turn = (to: number) => {
    setQuery((current) => {
      const next = new URLSearchParams(current);
      next.set("page", String(to));
      return next;
    });
    if (!keepsScroll) window.scrollTo(0, 0);
  };
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
