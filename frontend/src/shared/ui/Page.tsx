import { type ReactNode, useEffect } from "react";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useStudio } from "@/shared/studio/studio";
import styles from "./Page.module.css";

type PageProps = {
  title: string;
  description?: string;
  width?: "page" | "text" | "form";
  children: ReactNode;
};

/** Sets the title and description of the page, for the tab, search engines and screen readers. */
export function Page({ title, description, width = "page", children }: PageProps) {
  const { t } = useLanguage();
  const summary = description ?? t("discover.description");
  const { name } = useStudio();
  useEffect(() => {
    document.title = `${title} · ${name}`;
    document.querySelector('meta[name="description"]')?.setAttribute("content", summary);
  }, [title, name, summary]);
  return <div className={`${styles.page} ${styles[width]}`}>{children}</div>;
}
