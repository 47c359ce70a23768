import { Outlet } from "react-router";
import { useAuth } from "@/shared/auth/auth";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { AreaNav } from "@/shared/ui/AreaNav";
import { NotYours } from "@/shared/ui/NotYours";
import { Alerts } from "./Alerts";

/** The area for admins, with the current alerts above each page. */
export function AdminArea() {
  const { user } = useAuth();
  if (!user) return null;
  if (user.role === "admin") {
    return (
      <div lang="en">
        <AreaNav
          label={t("adminArea.nav")}
          links={[
            { to: "/admin", label: t("adminArea.overview"), pages: null },
            { to: "/admin/approvals", label: t("adminArea.approvals") },
            { to: "/admin/customers", label: t("adminArea.customers") },
            { to: "/admin/money", label: t("adminArea.money") },
            { to: "/admin/integration", label: t("adminArea.integration") },
            { to: "/admin/templates", label: t("adminArea.templates") },
            { to: "/admin/api-keys", label: t("adminArea.keys") },
            { to: "/admin/suppressions", label: t("adminArea.suppressions") },
            { to: "/mailbox", label: t("adminArea.mailbox") },
          ]}
        >
          <Alerts />
        </AreaNav>
        <Outlet />
      </div>
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
