import { Button, Group, Text } from "@mantine/core";
import { Link, Outlet } from "react-router";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { leaveSession } from "@/shared/session/leaveSession";
import { useSession } from "@/shared/session/session";
import { AreaNav } from "@/shared/ui/AreaNav";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import styles from "./AdminArea.module.css";
import { Alerts } from "./Alerts";

/** Admins only, and what is wrong now above each of their pages. */
export function AdminArea() {
  const { user } = useSession();
  if (!user) return null;
  if (user.role === "admin") {
    return (
      <div lang="en">
        <AreaNav
          label={t("adminArea.nav")}
          places={[
            { to: "/admin", label: t("adminArea.overview"), end: true },
            { to: "/admin/approvals", label: t("adminArea.approvals") },
            { to: "/admin/integration", label: t("adminArea.integration") },
          ]}
        >
          <Alerts />
        </AreaNav>
        <Outlet />
      </div>
    );
  }
  return (
    <div lang="en">
      <Page title={t("admin.title")} width="text">
        <div className={styles.refusal}>
          <PageHeading>{t("admin.notYours.title")}</PageHeading>
          <Text>{t("admin.notYours.text", { name: user.name })}</Text>
          <Group>
            <Button onClick={() => void leaveSession()}>{t("adminArea.switch")}</Button>
            <Button component={Link} to="/" variant="default">
              {t("area.notYours.home")}
            </Button>
          </Group>
        </div>
      </Page>
    </div>
  );
}
