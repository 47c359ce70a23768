import type { ReactNode } from "react";
import { NavLink } from "react-router";
import styles from "./AreaNav.module.css";

type AreaPlace = { to: string; label: string; end?: boolean };

/** The pages of one area, above each of them. */
export function AreaNav({
  label,
  places,
  children,
}: {
  label: string;
  places: readonly AreaPlace[];
  children?: ReactNode;
}) {
  return (
    <div className={styles.bar}>
      <nav className={styles.places} aria-label={label}>
        {places.map(({ to, label: name, end = false }) => (
          <NavLink key={to} to={to} end={end} className={styles.place}>
            {name}
          </NavLink>
        ))}
      </nav>
      {children}
    </div>
  );
}
