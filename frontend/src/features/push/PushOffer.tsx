import { Button, Title } from "@mantine/core";
import { IconBellRinging } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { bookingMessagesQuery, type PlannedMessage } from "@/features/messages";
import { useAuth } from "@/shared/auth/auth";
import { messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { rememberOffer, shouldOffer } from "@/shared/push/device";
import { Notice } from "@/shared/ui/Notice";
import { deviceKeys } from "./deviceKeys";
import styles from "./PushOffer.module.css";
import { useDevice } from "./useDevice";

/** Offers reminders once, right after a booking that gets one. The browser asks for permission only after a yes here. */
export function PushOffer({ bookingId }: { bookingId: number }) {
  const t = useWords(messageWords);
  const { user } = useAuth();
  const { state, change } = useDevice();
  const [declined, setDeclined] = useState(false);
  const { data: offered } = useQuery({
    queryKey: deviceKeys.offer(user?.id),
    queryFn: () => shouldOffer(user?.id ?? 0),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { data: reminded } = useQuery({ ...bookingMessagesQuery(bookingId), select: hasReminderAhead });
  if (!offered || !reminded || declined) return null;
  if (change.isSuccess && state === "on") return <Notice tone="good">{t("push.done")}</Notice>;
  if (change.isSuccess && state === "denied") return <Notice tone="calm">{t("push.denied")}</Notice>;
  if (change.isSuccess) return null;
  return (
    <section className={styles.offer} aria-labelledby="push-heading">
      <IconBellRinging size={24} aria-hidden={true} className={styles.icon} />
      <div className={styles.text}>
        <Title order={2} size="h4" id="push-heading">
          {t("push.offer")}
        </Title>
        <p>{t("push.offerText")}</p>
        {change.error ? <Notice tone="bad">{t("push.failed")}</Notice> : null}
      </div>
      <div className={styles.buttons}>
        <Button
          loading={change.isPending}
          onClick={() => {
            rememberOffer();
            change.mutate(true);
          }}
        >
          {t("push.yes")}
        </Button>
        <Button
          variant="subtle"
          onClick={() => {
            rememberOffer();
            setDeclined(true);
          }}
        >
          {t("push.no")}
        </Button>
      </div>
    </section>
  );
}

/**
 * Whether a device would still be reminded: not if the session starts too soon. A device gets the reminders that appear
 * in Samaya, and before it is turned on, only those are planned.
 */
function hasReminderAhead(messages: readonly PlannedMessage[]): boolean {
  return messages.some(
    ({ kind, channel, due_at }) =>
      channel === "in_app" && kind.startsWith("reminder_") && Date.parse(due_at) > Date.now(),
  );
}
