import { Outlet } from "react-router";
import { useAuth } from "@/shared/auth/auth";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { AreaNav } from "@/shared/ui/AreaNav";
import { NotYours } from "@/shared/ui/NotYours";

/** Facilitators only; somebody else signed in is told so, and how to change. */
export function FacilitatorArea() {
  const { user } = useAuth();
  if (!user) return null;
  if (user.role === "facilitator") {
    return (
      <div lang="en">
        <AreaNav
          label={t("area.nav")}
          places={[
            { to: "/facilitator", label: t("area.bookings"), end: true },
            { to: "/facilitator/events", label: t("area.events") },
            { to: "/facilitator/guests", label: t("area.guests") },
          ]}
        />
        <Outlet />
      </div>
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
