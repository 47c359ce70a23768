import { Button, Group, Text } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { problemText } from "@/shared/api/problemText";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { kindName, messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { LinkFaultPage } from "./LinkFaultPage";
import styles from "./Links.module.css";
import { linkFault, linkQuery, unsubscribeByLink } from "./linkQueries";

/** The page behind an e-mail's unsubscribe link. It stops this kind of e-mail without signing in. */
export function UnsubscribePage() {
  const { t: words } = useLanguage();
  const t = useWords(messageWords);
  const token = useParams().token ?? "";
  const link = useQuery(linkQuery(token));
  const stop = useMutation({ mutationFn: () => unsubscribeByLink(token) });
  const problem = link.error ?? (linkFault(stop.error) ? stop.error : null);
  if (problem) return <LinkFaultPage problem={problem} retry={link.refetch} />;
  if (!link.data) {
    return (
      <Page title={t("unsubscribe.title")} width="form">
        <Placeholder shapes={["title", "line"]} />
      </Page>
    );
  }
  // A customer of another system, who has no account here and so no settings.
  const isCustomer = link.data.kind === "reminders";
  const kind = kindName(t, link.data.kind ?? "");
  const settings = isCustomer ? null : (
    <Link to="/account#messages" className={styles.more}>
      {t("unsubscribe.settings")}
    </Link>
  );
  return (
    <Page title={t("unsubscribe.title")} width="form">
      {stop.isSuccess ? (
        // A new heading, which takes the focus and says what happened.
        <div className={styles.page} key="done" role="status">
          <IconCircleCheckFilled size={44} aria-hidden={true} className={styles.check} />
          <PageHeading>{t("unsubscribe.doneTitle")}</PageHeading>
          <Text>{isCustomer ? t("unsubscribe.remindersDone") : t("unsubscribe.done", { kind })}</Text>
          {settings}
        </div>
      ) : (
        <div className={styles.page}>
          <PageHeading>{t("unsubscribe.heading")}</PageHeading>
          <Text>{isCustomer ? t("unsubscribe.reminders") : t("unsubscribe.text", { kind })}</Text>
          {stop.error ? <Notice tone="bad">{problemText(words, stop.error)}</Notice> : null}
          <Group>
            <Button loading={stop.isPending} onClick={() => stop.mutate()}>
              {t("unsubscribe.confirm")}
            </Button>
          </Group>
          {settings}
        </div>
      )}
    </Page>
  );
}
