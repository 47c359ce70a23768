import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { Event } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { useZone } from "@/shared/time/useZone";
import { BackLink } from "@/shared/ui/BackLink";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import styles from "./EventFormPage.module.css";
import { eventManagement } from "./eventManagementApi";
import { OwnEvent } from "./OwnEvent";
import { refreshEvent } from "./refreshEvent";
import { SessionForm } from "./SessionForm";
import { asNewSession, nextSessionValues, type SessionValues } from "./sessionForm";

export function NewSessionPage() {
  return (
    <OwnEvent>
      {(event, facilitatorId) => <NewSession event={event} facilitatorId={facilitatorId} />}
    </OwnEvent>
  );
}

function NewSession({ event, facilitatorId }: { event: Event; facilitatorId: number }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const zone = useZone();
  const [values] = useState(() => nextSessionValues(event, new Date(), zone));
  const home = `/facilitator/events/${event.id}`;
  const add = useMutation({
    mutationFn: (typed: SessionValues) =>
      eventManagement(facilitatorId).addSession(event.id, asNewSession(typed, event)),
    onSuccess: async () => {
      await refreshEvent(queryClient, event.id);
      await navigate(home, { state: { done: t(event.draft ? "newSession.doneDraft" : "newSession.done") } });
    },
  });
  return (
    <Page title={`${t("newSession.title")}: ${event.title}`} width="text">
      <div className={styles.page}>
        <BackLink to={home}>{event.title}</BackLink>
        <PageHeading>{t("newSession.title")}</PageHeading>
        <div className={styles.card}>
          <SessionForm
            event={event}
            values={values}
            busy={add.isPending}
            submitText={t("newSession.submit")}
            problem={add.error}
            onSubmit={(typed) => {
              if (!add.isPending) add.mutate(typed);
            }}
          />
        </div>
      </div>
    </Page>
  );
}
