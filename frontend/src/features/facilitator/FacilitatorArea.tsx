import { Outlet, useMatch } from "react-router";
import { useSignInUnconfirmed } from "@/shared/api/crmNotice";
import { useAuth } from "@/shared/auth/auth";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { AreaNav } from "@/shared/ui/AreaNav";
import { Notice } from "@/shared/ui/Notice";
import { NotYours } from "@/shared/ui/NotYours";

/** The area for facilitators. Others are told so, and how to sign in as a facilitator. */
export function FacilitatorArea() {
  const { user } = useAuth();
  useLanguage(); // the tabs change with it
  const unconfirmed = useSignInUnconfirmed();
  const isOneEvent = useMatch("/facilitator/events/:eventId/*") !== null;
  if (!user) return null;
  // Admins manage every event, and come here from their own list.
  if (isOneEvent && user.roles.includes("admin") && !user.roles.includes("facilitator")) return <Outlet />;
  if (user.roles.includes("facilitator")) {
    return (
      <>
        <AreaNav
          label={t("area.nav")}
          links={[
            { to: "/facilitator", label: t("area.bookings"), pages: "/facilitator/sessions" },
            { to: "/facilitator/events", label: t("area.events") },
            { to: "/facilitator/money", label: t("area.money") },
            { to: "/facilitator/guests", label: t("area.guests") },
            { to: "/facilitator/channels", label: t("area.channels") },
          ]}
        >
          {unconfirmed ? <Notice tone="warn">{t("dashboard.unconfirmed")}</Notice> : null}
        </AreaNav>
        <Outlet />
      </>
    );
  }
  return (
    <NotYours
      title={t("area.title")}
      heading={t("area.notYours.title")}
      text={t("area.notYours.text", { name: user.name })}
      change={t("area.notYours.switch")}
    />
  );
}
