import { Button, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { problemText } from "@/shared/api/problemText";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { NotificationList } from "./NotificationList";
import styles from "./NotificationsPage.module.css";
import { allNotificationsQuery, markRead } from "./notificationQueries";

export function NotificationsPage() {
  const { t } = useLanguage();
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(allNotificationsQuery);
  const readAll = useMutation({ mutationFn: () => markRead(queryClient, { all: true }) });
  const notifications = list.data?.pages.flatMap((page) => page.notifications) ?? [];
  const unread = list.data?.pages[0]?.unread ?? 0;
  return (
    <Page title={t("bell.title")} width="text">
      <div className={styles.page}>
        <div className={styles.head}>
          <div>
            <PageHeading>{t("bell.title")}</PageHeading>
            {unread > 0 ? <Text c="dimmed">{t("bell.count", { count: unread })}</Text> : null}
          </div>
          {unread > 0 ? (
            <Button variant="default" loading={readAll.isPending} onClick={() => readAll.mutate()}>
              {t("bell.markAll")}
            </Button>
          ) : null}
        </div>
        {readAll.error ? <Notice tone="bad">{problemText(t, readAll.error)}</Notice> : null}
        {list.isPending ? (
          <Placeholder shapes={["row", "row", "row"]} />
        ) : !list.data ? (
          <FailurePart problem={list.error} retry={list.refetch} />
        ) : notifications.length === 0 ? (
          <EmptyState title={t("bell.empty.title")} text={t("bell.empty.text")} />
        ) : (
          <div className={styles.card}>
            <NotificationList notifications={notifications} />
          </div>
        )}
        {list.hasNextPage ? (
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t("bell.more")}
          </Button>
        ) : null}
      </div>
    </Page>
  );
}
