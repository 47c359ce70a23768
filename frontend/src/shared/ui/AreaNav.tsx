import type { ReactNode } from "react";
import { NavLink } from "react-router";
import styles from "./AreaNav.module.css";

type AreaLink = { to: string; label: string; end?: boolean };

/** The links to the pages of an area, shown above each of them. */
export function AreaNav({
  label,
  links,
  children,
}: {
  label: string;
  links: readonly AreaLink[];
  children?: ReactNode;
}) {
  return (
    <div className={styles.bar}>
      <nav className={styles.places} aria-label={label}>
        {links.map(({ to, label: name, end = false }) => (
          <NavLink key={to} to={to} end={end} className={styles.place}>
            {name}
          </NavLink>
        ))}
      </nav>
      {children}
    </div>
  );
}
