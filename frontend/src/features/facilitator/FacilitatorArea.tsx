import { Button, Group, Text } from "@mantine/core";
import { Link, Outlet } from "react-router";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { leaveSession } from "@/shared/session/leaveSession";
import { useSession } from "@/shared/session/session";
import { AreaNav } from "@/shared/ui/AreaNav";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import styles from "./FacilitatorArea.module.css";

/** Facilitators only; somebody else signed in is told so, and how to change. */
export function FacilitatorArea() {
  const { user } = useSession();
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
    <div lang="en">
      <Page title={t("area.title")} width="text">
        <div className={styles.refusal}>
          <PageHeading>{t("area.notYours.title")}</PageHeading>
          <Text>{t("area.notYours.text", { name: user.name })}</Text>
          <Group>
            <Button onClick={() => void leaveSession()}>{t("area.notYours.switch")}</Button>
            <Button component={Link} to="/" variant="default">
              {t("area.notYours.home")}
            </Button>
          </Group>
        </div>
      </Page>
    </div>
  );
}
