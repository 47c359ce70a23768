import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import type { Event, Session } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { BackLink } from "@/shared/ui/BackLink";
import { EmptyState } from "@/shared/ui/EmptyState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { BeforeAndAfter } from "./BeforeAndAfter";
import styles from "./EventFormPage.module.css";
import { eventManagement, type SessionChange } from "./eventManagementApi";
import { ImpactDialog } from "./ImpactDialog";
import { OwnEvent } from "./OwnEvent";
import { refreshEvent } from "./refreshEvent";
import { SessionForm } from "./SessionForm";
import { sessionChange, sessionDifferences, valuesOfSession } from "./sessionForm";
import { useConfirmedChange } from "./useConfirmedChange";

export function EditSessionPage() {
  const sessionId = Number(useParams().sessionId);
  return (
    <OwnEvent>
      {(event, facilitatorId) => {
        const session = event.sessions.find(({ id }) => id === sessionId);
        return session ? (
          <EditSession event={event} session={session} facilitatorId={facilitatorId} />
        ) : (
          <Page title={t("editSession.title")} width="text">
            <EmptyState title={t("editSession.missing.title")} text={t("editSession.missing.text")} />
          </Page>
        );
      }}
    </OwnEvent>
  );
}

type EditSessionProps = { event: Event; session: Session; facilitatorId: number };

function EditSession({ event, session, facilitatorId }: EditSessionProps) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const management = eventManagement(facilitatorId);
  // As the form was opened: what is typed must not change when the session is read anew.
  const [before] = useState(() => valuesOfSession(session));
  const home = `/facilitator/events/${event.id}`;
  const change = useConfirmedChange<SessionChange>({
    preview: (wanted) => management.sessionImpact(session.id, wanted),
    apply: (wanted, fingerprint) =>
      management.changeSession(session.id, wanted, { expected_impact: fingerprint }),
    onDone: async ({ impact }) => {
      await refreshEvent(queryClient, event.id);
      await navigate(home, {
        state: { done: t(impact.bookings > 0 ? "ownEvent.savedWithGuests" : "ownEvent.saved") },
      });
    },
  });
  return (
    <Page title={`${t("editSession.title")}: ${session.title}`} width="text">
      <div className={styles.page}>
        <BackLink to={home}>{event.title}</BackLink>
        <PageHeading>{t("editSession.title")}</PageHeading>
        <div className={styles.card}>
          <SessionForm
            event={event}
            values={before}
            busy={change.busy && !change.question}
            submitText={t("editSession.submit")}
            problem={change.question ? null : change.problem}
            onSubmit={(values) => {
              const wanted = sessionChange(before, values, event);
              if (wanted) void change.ask(wanted);
              else void navigate(home);
            }}
          />
        </div>
      </div>
      {change.question ? (
        <ImpactDialog
          title={t("impact.title.session", { title: session.title })}
          impact={change.question.impact}
          changedMeanwhile={change.question.changedMeanwhile}
          details={<BeforeAndAfter differences={sessionDifferences(before, change.question.change, event)} />}
          busy={change.busy}
          problem={change.problem}
          onConfirm={() => void change.confirm()}
          onClose={change.leave}
        />
      ) : null}
    </Page>
  );
}
