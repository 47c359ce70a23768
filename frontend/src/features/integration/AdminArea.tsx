import { Outlet } from "react-router";
import { useAuth } from "@/shared/auth/auth";
import { officeWords } from "@/shared/i18n/officeWords";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { useWords } from "@/shared/i18n/useWords";
import { AreaNav } from "@/shared/ui/AreaNav";
import { NotYours } from "@/shared/ui/NotYours";
import { Alerts } from "./Alerts";

const PAGES = [
  ["/admin", "nav.overview"],
  ["/admin/studio", "nav.studio"],
  ["/admin/people", "nav.people"],
  ["/admin/bookings", "nav.bookings"],
  ["/admin/events", "nav.events"],
  ["/admin/approvals", "nav.approvals"],
  ["/admin/customers", "nav.customers"],
  ["/admin/money", "nav.money"],
  ["/admin/integration", "nav.integration"],
  ["/admin/templates", "nav.templates"],
  ["/admin/audit", "nav.audit"],
  ["/admin/api-keys", "nav.keys"],
  ["/admin/suppressions", "nav.suppressions"],
  ["/mailbox", "nav.mailbox"],
] as const;

/** The area for admins, with the current alerts above each page. */
export function AdminArea() {
  const { user } = useAuth();
  const words = useWords(officeWords);
  if (!user) return null;
  if (user.roles.includes("admin")) {
    return (
      <>
        <AreaNav
          label={words("nav.label")}
          links={PAGES.map(([to, label]) => ({
            to,
            label: words(label),
            ...(to === "/admin" ? { pages: null } : {}),
          }))}
        >
          <Alerts />
        </AreaNav>
        <Outlet />
      </>
    );
  }
  return (
    <NotYours
      title={t("admin.title")}
      heading={t("admin.notYours.title")}
      text={t("admin.notYours.text", { name: user.name })}
      change={t("adminArea.switch")}
    />
  );
}
