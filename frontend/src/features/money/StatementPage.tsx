import { Text } from "@mantine/core";
import { useAuth } from "@/shared/auth/auth";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import styles from "./Money.module.css";
import { OrderPage } from "./OrderPage";
import { StatementView } from "./StatementView";

const PAGE = "/facilitator/money";

/** A facilitator's own statement. */
export function StatementPage() {
  const { user } = useAuth();
  if (!user) return null;
  return (
    <Page title={t("money.title")}>
      <div className={styles.page}>
        <div>
          <PageHeading>{t("money.title")}</PageHeading>
          <Text c="dimmed">{t("statement.intro")}</Text>
        </div>
        <StatementView facilitatorId={user.id} orders={PAGE} own />
      </div>
    </Page>
  );
}

export function FacilitatorOrderPage() {
  return <OrderPage back={PAGE} />;
}
