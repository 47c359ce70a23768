import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import { ApiProblem } from "@/shared/api/problem";
import type { Event, Session } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { Placeholder } from "@/shared/ui/Placeholder";
import { BeforeAndAfter } from "./BeforeAndAfter";
import { EditPage } from "./EditPage";
import {
  ownSessionQuery,
  type Scope,
  type SessionChange,
  sessionImpact,
  useEventManagement,
} from "./eventManagementApi";
import { OwnEvent } from "./OwnEvent";
import { ScopeChoice } from "./ScopeChoice";
import { SessionForm } from "./SessionForm";
import { type SessionValues, sessionChange, sessionDifferences, valuesOfSession } from "./sessionForm";

export function EditSessionPage() {
  const sessionId = Number(useParams().sessionId);
  return <OwnEvent>{(event) => <Loaded event={event} sessionId={sessionId} />}</OwnEvent>;
}

function Loaded({ event, sessionId }: { event: Event; sessionId: number }) {
  const session = useQuery(ownSessionQuery(event.id, sessionId));
  if (session.data?.event_id === event.id) return <EditSession event={event} session={session.data} />;
  const missing = session.data || (session.error instanceof ApiProblem && session.error.status === 404);
  return (
    <Page title={t("editSession.title")} width="text">
      {missing ? (
        <EmptyState title={t("editSession.missing.title")} text={t("editSession.missing.text")} />
      ) : session.error ? (
        <FailurePart problem={session.error} retry={session.refetch} />
      ) : (
        <Placeholder shapes={["title", "line", "row", "row"]} />
      )}
    </Page>
  );
}

function EditSession({ event, session }: { event: Event; session: Session }) {
  const management = useEventManagement();
  // The values when the form was opened: a newly fetched session must not overwrite what is typed.
  const [before] = useState(() => valuesOfSession(session));
  const [scope, setScope] = useState<Scope>("this");
  return (
    <EditPage<SessionValues, SessionChange>
      event={event}
      heading={t("editSession.title")}
      subject={session.title}
      impactTitle={t("impact.title.session", { title: session.title })}
      preview={(change) => sessionImpact(session.id, change, scope)}
      apply={(change, confirmation) => management.changeSession(session, change, { ...confirmation, scope })}
      alwaysAsk={scope !== "this"}
      changeOf={(values) => sessionChange(before, values, event)}
      differences={(change) => <BeforeAndAfter differences={sessionDifferences(before, change, event)} />}
    >
      {(form) => (
        <SessionForm event={event} values={before} submitText={t("editSession.submit")} {...form}>
          {() =>
            session.series_id ? (
              <ScopeChoice label={t("scope.change")} value={scope} onChange={setScope} />
            ) : null
          }
        </SessionForm>
      )}
    </EditPage>
  );
}
