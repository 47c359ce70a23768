import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { AddChannel } from "./AddChannel";
import { ChannelList } from "./ChannelList";
import styles from "./TeamChannels.module.css";
import { teamChannelsQuery } from "./teamChannels";

/** The channels in which a facilitator's team reads of bookings. */
export function TeamChannelsPage() {
  const channels = useQuery(teamChannelsQuery);
  return (
    <Page title={t("team.title")} width="text">
      <div className={styles.page}>
        <div>
          <PageHeading>{t("team.title")}</PageHeading>
          <Text c="dimmed">{t("team.intro")}</Text>
        </div>
        <AddChannel />
        {!channels.data ? (
          channels.error ? (
            <FailurePart problem={channels.error} retry={channels.refetch} />
          ) : (
            <Placeholder shapes={["row", "row"]} />
          )
        ) : channels.data.length === 0 ? (
          <EmptyState title={t("team.empty.title")} text={t("team.empty.text")} />
        ) : (
          <section className={styles.section} aria-labelledby="channels-heading">
            <Title order={2} size="h3" id="channels-heading">
              {t("team.list")}
            </Title>
            <ChannelList channels={channels.data} />
          </section>
        )}
      </div>
    </Page>
  );
}
