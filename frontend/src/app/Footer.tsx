import { Link } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { contactLink, useStudio } from "@/shared/studio/studio";
import { AddressText } from "@/shared/ui/AddressText";
import styles from "./Footer.module.css";

/** Who this is and how to reach them. Terms and privacy are linked once the studio has written them. */
export function Footer() {
  const { t } = useLanguage();
  const studio = useStudio();
  const { name, address, pages } = studio;
  const contact = contactLink(studio);
  return (
    <footer className={styles.footer}>
      <div className={styles.inside}>
        <p className={styles.name} dir="auto">
          {name}
        </p>
        {address ? (
          <address className={styles.address} dir="auto">
            <AddressText text={address} />
          </address>
        ) : null}
        <nav className={styles.links} aria-label={t("footer.links")}>
          <Link to="/about">{t("studio.about")}</Link>
          {contact ? <a href={contact}>{t("studio.contact")}</a> : null}
          {pages.includes("terms") ? <Link to="/terms">{t("studio.terms")}</Link> : null}
          {pages.includes("privacy") ? <Link to="/privacy">{t("studio.privacy")}</Link> : null}
        </nav>
      </div>
    </footer>
  );
}
