import { useState } from "react";
import { useParams } from "react-router";
import type { Event, Session } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { EmptyState } from "@/shared/ui/EmptyState";
import { Page } from "@/shared/ui/Page";
import { BeforeAndAfter } from "./BeforeAndAfter";
import { EditPage } from "./EditPage";
import { type SessionChange, sessionImpact, useEventManagement } from "./eventManagementApi";
import { OwnEvent } from "./OwnEvent";
import { SessionForm } from "./SessionForm";
import { type SessionValues, sessionChange, sessionDifferences, valuesOfSession } from "./sessionForm";

export function EditSessionPage() {
  const sessionId = Number(useParams().sessionId);
  return (
    <OwnEvent>
      {(event) => {
        const session = event.sessions.find(({ id }) => id === sessionId);
        return session ? (
          <EditSession event={event} session={session} />
        ) : (
          <Page title={t("editSession.title")} width="text">
            <EmptyState title={t("editSession.missing.title")} text={t("editSession.missing.text")} />
          </Page>
        );
      }}
    </OwnEvent>
  );
}

function EditSession({ event, session }: { event: Event; session: Session }) {
  const management = useEventManagement();
  // The values when the form was opened: a newly fetched session must not overwrite what is typed.
  const [before] = useState(() => valuesOfSession(session));
  return (
    <EditPage<SessionValues, SessionChange>
      event={event}
      heading={t("editSession.title")}
      subject={session.title}
      impactTitle={t("impact.title.session", { title: session.title })}
      preview={(change) => sessionImpact(session.id, change)}
      apply={(change, fingerprint) =>
        management.changeSession(session, change, { expected_impact: fingerprint })
      }
      changeOf={(values) => sessionChange(before, values, event)}
      differences={(change) => <BeforeAndAfter differences={sessionDifferences(before, change, event)} />}
    >
      {(form) => <SessionForm event={event} values={before} submitText={t("editSession.submit")} {...form} />}
    </EditPage>
  );
}
