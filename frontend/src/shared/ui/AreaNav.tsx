import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "react-router";
import styles from "./AreaNav.module.css";

/** The pages behind a link begin with its address, or with `pages`. With null there are none. */
type AreaLink = { to: string; label: string; pages?: string | null };

/** The links to the pages of an area, shown above each of them. On a phone they are one row that scrolls. */
export function AreaNav({
  label,
  links,
  children,
}: {
  label: string;
  links: readonly AreaLink[];
  children?: ReactNode;
}) {
  const here = useLocation().pathname.replace(/\/$/, "");
  const row = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the current link follows from the address.
  useEffect(() => {
    const current = row.current?.querySelector<HTMLElement>("[aria-current]");
    if (!row.current || !current) return;
    row.current.scrollLeft = current.offsetLeft - (row.current.clientWidth - current.offsetWidth) / 2;
  }, [here]);
  return (
    <div className={styles.bar}>
      <nav ref={row} className={styles.places} aria-label={label}>
        {links.map(({ to, label: name, pages = to }) => (
          <Link
            key={to}
            to={to}
            className={styles.place}
            aria-current={here === to ? "page" : pages && here.startsWith(`${pages}/`) ? "true" : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      {children}
    </div>
  );
}
