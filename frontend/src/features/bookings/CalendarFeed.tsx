import { Button, TextInput, Title } from "@mantine/core";
import { IconCalendarShare, IconCopy } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { answerOf } from "@/shared/api/problem";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Notice } from "@/shared/ui/Notice";
import { bookingProblemText } from "./bookingProblem";
import styles from "./CalendarFeed.module.css";

const FEED = ["bookings", "feed"];

/** A private calendar address: made, shown, copied, and made useless again. */
export function CalendarFeed() {
  const { t } = useLanguage();
  const queryClient = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const feed = useQuery({
    queryKey: FEED,
    queryFn: async ({ signal }) => (await answerOf(mainApi.GET("/bookings/calendar-feed", { signal }))).url,
  });
  const create = useMutation({
    mutationFn: async () => (await answerOf(mainApi.POST("/bookings/calendar-feed"))).url,
    onSuccess: (url) => {
      queryClient.setQueryData(FEED, url);
      setCopied(false);
    },
  });
  const revoke = useMutation({
    mutationFn: () => answerOf(mainApi.DELETE("/bookings/calendar-feed")),
    onSuccess: () => queryClient.setQueryData(FEED, null),
  });
  const copy = async (url: string) => {
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
    } catch {
      // No permission, or no https: the address is selected instead, ready for the reader's own copy.
      field.current?.select();
    }
  };
  const problem = create.error ?? revoke.error;
  return (
    <section className={styles.feed} aria-labelledby="feed-heading">
      <div className={styles.head}>
        <IconCalendarShare size={24} aria-hidden={true} className={styles.icon} />
        <Title order={2} size="h3" id="feed-heading">
          {t("feed.title")}
        </Title>
      </div>
      <p className={styles.text}>{t("feed.text")}</p>
      {feed.data ? (
        <>
          <div className={styles.address}>
            <TextInput
              ref={field}
              className={styles.field}
              label={t("feed.address")}
              value={feed.data}
              readOnly
            />
            <Button
              variant="default"
              leftSection={<IconCopy size={18} aria-hidden={true} />}
              onClick={() => void copy(feed.data ?? "")}
            >
              {t(copied ? "feed.copied" : "feed.copy")}
            </Button>
          </div>
          <Button
            variant="subtle"
            color="red"
            className={styles.revoke}
            loading={revoke.isPending}
            onClick={() => revoke.mutate()}
          >
            {t("feed.revoke")}
          </Button>
        </>
      ) : (
        <Button
          variant="default"
          className={styles.revoke}
          loading={create.isPending}
          onClick={() => create.mutate()}
        >
          {t("feed.create")}
        </Button>
      )}
      {revoke.isSuccess && !feed.data ? <Notice tone="good">{t("feed.revoked")}</Notice> : null}
      {problem ? <Notice tone="bad">{bookingProblemText(t, problem)}</Notice> : null}
    </section>
  );
}
