import { Button, TextInput, Title } from "@mantine/core";
import { IconCalendarShare, IconCopy } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { Notice } from "@/shared/ui/Notice";
import { bookingProblemText } from "./bookingProblem";
import { bookingKeys } from "./bookingQueries";
import styles from "./CalendarFeed.module.css";

/** The private calendar link: create it, copy it, replace it, turn it off. */
export function CalendarFeed() {
  const { t, locale } = useLanguage();
  const zone = useZone();
  const queryClient = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const feed = useQuery({
    queryKey: bookingKeys.calendarFeed,
    queryFn: ({ signal }) => dataOf(mainApi.GET("/bookings/calendar-feed", { signal })),
  });
  const create = useMutation({
    mutationFn: () => dataOf(mainApi.POST("/bookings/calendar-feed")),
    onSuccess: ({ created_at }) => {
      queryClient.setQueryData(bookingKeys.calendarFeed, { active: true, created_at });
      setCopied(false);
      revoke.reset();
    },
  });
  const revoke = useMutation({
    mutationFn: () => dataOf(mainApi.DELETE("/bookings/calendar-feed")),
    onSuccess: (state) => {
      queryClient.setQueryData(bookingKeys.calendarFeed, state);
      create.reset();
    },
  });
  const copy = async (url: string) => {
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
    } catch {
      // No permission, or no https: select the link, so that the reader can copy it.
      field.current?.select();
    }
  };
  const problem = create.error ?? revoke.error;
  const address = create.data?.url;
  const since = feed.data?.created_at ? formatDay(new Date(feed.data.created_at), zone, locale) : null;
  return (
    <section className={styles.feed} aria-labelledby="feed-heading">
      <div className={styles.head}>
        <IconCalendarShare size={24} aria-hidden={true} className={styles.icon} />
        <Title order={2} size="h3" id="feed-heading">
          {t("feed.title")}
        </Title>
      </div>
      <p className={styles.text}>{t("feed.text")}</p>
      {address ? (
        <div className={styles.address}>
          <TextInput
            ref={field}
            className={styles.field}
            label={t("feed.address")}
            description={t("feed.once")}
            value={address}
            readOnly
          />
          <Button
            variant="default"
            leftSection={<IconCopy size={18} aria-hidden={true} />}
            onClick={() => void copy(address)}
          >
            {t(copied ? "feed.copied" : "feed.copy")}
          </Button>
        </div>
      ) : null}
      {!address && feed.data?.active && since ? (
        <p className={styles.text}>{t("feed.active", { since })}</p>
      ) : null}
      <div className={styles.buttons}>
        {address ? null : (
          <Button variant="default" loading={create.isPending} onClick={() => create.mutate()}>
            {t(feed.data?.active ? "feed.replace" : "feed.create")}
          </Button>
        )}
        {feed.data?.active ? (
          <Button variant="default" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            {t("feed.revoke")}
          </Button>
        ) : null}
      </div>
      {revoke.isSuccess ? <Notice tone="good">{t("feed.revoked")}</Notice> : null}
      {problem ? <Notice tone="bad">{bookingProblemText(t, problem)}</Notice> : null}
    </section>
  );
}
