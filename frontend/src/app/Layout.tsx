import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import {
  IconCalendarHeart,
  IconCompass,
  IconLogin2,
  IconMoon,
  IconSettings2,
  IconSun,
  IconUserCircle,
  IconUsersGroup,
} from "@tabler/icons-react";
import { type ComponentType, lazy, Suspense, useRef } from "react";
import { NavLink, Outlet, useLocation } from "react-router";
import { signInPath } from "@/shared/auth/signInPath";
import { useRestoredAuth } from "@/shared/auth/useRestoredAuth";
import { studioLanguages, useLanguage } from "@/shared/i18n/LanguageProvider";
import { useStudio } from "@/shared/studio/studio";
import { pageFocus } from "@/shared/ui/pageFocus";
import { useOnline } from "@/shared/ui/useOnline";
import { Footer } from "./Footer";
import styles from "./Layout.module.css";
import { RouteFailure } from "./RouteFailure";
import { Wordmark } from "./Wordmark";

// Loaded only for people who are signed in, so that a visitor's first page stays small.
const Bell = lazy(async () => ({ default: (await import("@/features/notifications/Bell")).Bell }));
const OwnPortrait = lazy(async () => ({
  default: (await import("@/shared/auth/OwnPortrait")).OwnPortrait,
}));
const PhoneNotice = lazy(async () => ({
  default: (await import("@/features/account/PhoneNotice")).PhoneNotice,
}));

type Destination = {
  to: string;
  label: `nav.${"discover" | "bookings" | "facilitator" | "admin" | "account" | "signIn"}`;
  icon: ComponentType<{ size?: number; "aria-hidden"?: boolean }>;
};

const DISCOVER: Destination = { to: "/", label: "nav.discover", icon: IconCompass };
const BOOKINGS: Destination = { to: "/my-bookings", label: "nav.bookings", icon: IconCalendarHeart };
const FACILITATOR: Destination = { to: "/facilitator", label: "nav.facilitator", icon: IconUsersGroup };
const ADMIN: Destination = { to: "/admin", label: "nav.admin", icon: IconSettings2 };
const ACCOUNT: Destination = { to: "/account", label: "nav.account", icon: IconUserCircle };
const SIGN_IN: Destination = { to: "/sign-in", label: "nav.signIn", icon: IconLogin2 };
/** An event's page and a facilitator's: who signs in there goes on there. */
const RETURNED_TO = /^\/(e|with)\//;

export function Layout() {
  const { t } = useLanguage();
  const { auth } = useRestoredAuth();
  const online = useOnline();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const signIn = RETURNED_TO.test(pathname) ? { ...SIGN_IN, to: signInPath(pathname) } : SIGN_IN;
  useFocusOnArrival(pathname);
  const isStaff = auth.status === "signed-in" && auth.user.role !== "user";
  const destinations = [
    DISCOVER,
    BOOKINGS,
    ...(auth.user?.roles.includes("facilitator") ? [FACILITATOR] : []),
    ...(auth.user?.roles.includes("admin") ? [ADMIN] : []),
    auth.user || auth.status === "restoring" ? ACCOUNT : signIn,
  ];
  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/useValidAnchor: the link jumps within this page; the router must not see the fragment. */}
      <a
        href="#content"
        className={styles.skip}
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t("app.skip")}
      </a>
      <header className={styles.header}>
        <div className={styles.bar}>
          <NavLink to="/" className={styles.home}>
            <Wordmark />
          </NavLink>
          <nav className={styles.places} aria-label={t("nav.main")}>
            {destinations.map(({ to, label, icon: Icon }) => (
              <NavLink key={to} to={to} end={to === "/"} className={styles.place}>
                {to === ACCOUNT.to && isStaff ? (
                  <Suspense fallback={<Icon size={20} aria-hidden={true} />}>
                    <OwnPortrait size="tiny" instead={<Icon size={20} aria-hidden={true} />} />
                  </Suspense>
                ) : (
                  <Icon size={20} aria-hidden={true} />
                )}
                <span>{t(label)}</span>
              </NavLink>
            ))}
          </nav>
          <div className={styles.preferences}>
            {auth.user || auth.status === "restoring" ? (
              <span className={styles.bell}>
                {auth.status === "signed-in" ? (
                  <Suspense>
                    <Bell key={auth.user.id} userId={auth.user.id} />
                  </Suspense>
                ) : null}
              </span>
            ) : null}
            <LanguageChoice />
            <ThemeSwitch />
          </div>
        </div>
      </header>
      {online ? null : (
        <p className={styles.offline} role="status">
          {t("app.offline")}
        </p>
      )}
      <main id="content" ref={main} tabIndex={-1} className={styles.main}>
        {auth.status === "signed-in" && auth.user.phone && !auth.user.phone_confirmed ? (
          <Suspense>
            <PhoneNotice key={auth.user.phone} user={auth.user} />
          </Suspense>
        ) : null}
        <RouteFailure at={pathname}>
          <Outlet />
        </RouteFailure>
      </main>
      <Footer />
    </div>
  );
}

/** Lets the heading of the next page take the focus. A change of the query alone leaves the focus where it is. */
function useFocusOnArrival(pathname: string) {
  const last = useRef(pathname);
  if (last.current !== pathname) {
    last.current = pathname;
    pageFocus.announce();
  }
}

function LanguageChoice() {
  const { t, code, choose } = useLanguage();
  const spoken = studioLanguages(useStudio());
  if (spoken.length < 2) return null;
  return (
    <select
      className={styles.language}
      aria-label={t("app.language")}
      value={code}
      onChange={(event) => void choose(event.currentTarget.value)}
    >
      {spoken.map((language) => (
        <option key={language.code} value={language.code} lang={language.code}>
          {language.name}
        </option>
      ))}
    </select>
  );
}

function ThemeSwitch() {
  const { t } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const dark = scheme === "dark";
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="input-md"
      className={styles.theme}
      aria-label={t(dark ? "app.theme.toLight" : "app.theme.toDark")}
      onClick={() => setColorScheme(dark ? "light" : "dark")}
    >
      {dark ? <IconSun size={20} aria-hidden={true} /> : <IconMoon size={20} aria-hidden={true} />}
    </ActionIcon>
  );
}
