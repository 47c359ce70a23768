import { Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { problemText } from "@/shared/api/problemText";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { useSession } from "@/shared/session/session";
import { useZone } from "@/shared/time/useZone";
import { BackLink } from "@/shared/ui/BackLink";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { EventForm } from "./EventForm";
import { asNewEvent, blankEvent, type EventValues } from "./eventForm";
import styles from "./OfferPage.module.css";
import { offersOf } from "./offersApi";

export function NewEventPage() {
  const { user } = useSession();
  const zone = useZone();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [blank] = useState(() => blankEvent(zone));
  const [moment] = useState(() => ({ start_time: null, created_at: new Date().toISOString() }));
  const create = useMutation({
    mutationFn: (values: EventValues) => offersOf(user?.id ?? 0).createEvent(asNewEvent(values)),
    onSuccess: async (event) => {
      void queryClient.invalidateQueries({ queryKey: ["offers"] });
      // The next thing an event needs is a date.
      await navigate(`/facilitator/events/${event.id}/sessions/new`, { replace: true });
    },
  });
  return (
    <Page title={t("newEvent.title")} width="text">
      <div className={styles.page}>
        <BackLink to="/facilitator/events">{t("offers.back")}</BackLink>
        <div>
          <PageHeading>{t("newEvent.title")}</PageHeading>
          <Text c="dimmed">{t("newEvent.intro")}</Text>
        </div>
        <div className={styles.card}>
          <EventForm
            values={blank}
            moment={moment}
            busy={create.isPending}
            submitText={t("newEvent.submit")}
            onSubmit={(values) => {
              if (!create.isPending) create.mutate(values);
            }}
          >
            {create.error ? <Notice tone="bad">{problemText(create.error)}</Notice> : null}
          </EventForm>
        </div>
      </div>
    </Page>
  );
}
