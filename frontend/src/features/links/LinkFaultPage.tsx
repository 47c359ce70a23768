import { Button, Group, Text } from "@mantine/core";
import { Link } from "react-router";
import { messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { FailurePage } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import styles from "./Links.module.css";
import { linkFault } from "./linkQueries";

/** The page for a link that can't be used: why, and where to go instead. */
export function LinkFaultPage({ problem, retry }: { problem: unknown; retry: () => Promise<unknown> }) {
  const t = useWords(messageWords);
  const fault = linkFault(problem);
  if (!fault) return <FailurePage problem={problem} retry={retry} />;
  return (
    <Page title={t(`link.${fault}.title`)} width="text">
      <div className={styles.fault}>
        <PageHeading>{t(`link.${fault}.title`)}</PageHeading>
        <Text>{t(`link.${fault}.text`)}</Text>
        <Group>
          <Button component={Link} to="/my-bookings">
            {t("link.bookings")}
          </Button>
          <Button component={Link} to="/" variant="default">
            {t("link.home")}
          </Button>
        </Group>
      </div>
    </Page>
  );
}
