import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { Event } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { BackLink } from "@/shared/ui/BackLink";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { BeforeAndAfter } from "./BeforeAndAfter";
import { EventForm } from "./EventForm";
import styles from "./EventFormPage.module.css";
import { eventChange, eventDifferences, valuesOfEvent } from "./eventForm";
import { type EventChange, eventManagement } from "./eventManagementApi";
import { ImpactDialog } from "./ImpactDialog";
import { OwnEvent } from "./OwnEvent";
import { refreshEvent } from "./refreshEvent";
import { useConfirmedChange } from "./useConfirmedChange";

export function EditEventPage() {
  return (
    <OwnEvent>{(event, facilitatorId) => <EditEvent event={event} facilitatorId={facilitatorId} />}</OwnEvent>
  );
}

function EditEvent({ event, facilitatorId }: { event: Event; facilitatorId: number }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const management = eventManagement(facilitatorId);
  // As the form was opened: what is typed must not change when the event is read anew.
  const [before] = useState(() => valuesOfEvent(event));
  const home = `/facilitator/events/${event.id}`;
  const change = useConfirmedChange<EventChange>({
    preview: (wanted) => management.eventImpact(event.id, wanted),
    apply: (wanted, fingerprint) =>
      management.changeEvent(event.id, wanted, { expected_impact: fingerprint }),
    onDone: async ({ impact }) => {
      await refreshEvent(queryClient, event.id);
      await navigate(home, {
        state: { done: t(impact.bookings > 0 ? "ownEvent.savedWithGuests" : "ownEvent.saved") },
      });
    },
  });
  return (
    <Page title={`${t("editEvent.title")}: ${event.title}`} width="text">
      <div className={styles.page}>
        <BackLink to={home}>{event.title}</BackLink>
        <PageHeading>{t("editEvent.title")}</PageHeading>
        <div className={styles.card}>
          <EventForm
            values={before}
            moment={event}
            busy={change.busy && !change.question}
            submitText={t("editEvent.submit")}
            problem={change.question ? null : change.problem}
            onSubmit={(values) => {
              const wanted = eventChange(before, values);
              if (wanted) void change.ask(wanted);
              else void navigate(home);
            }}
          />
        </div>
      </div>
      {change.question ? (
        <ImpactDialog
          title={t("impact.title.event", { title: event.title })}
          impact={change.question.impact}
          changedMeanwhile={change.question.changedMeanwhile}
          details={<BeforeAndAfter differences={eventDifferences(change.question.change, before)} />}
          busy={change.busy}
          problem={change.problem}
          onConfirm={() => void change.confirm()}
          onClose={change.leave}
        />
      ) : null}
    </Page>
  );
}
