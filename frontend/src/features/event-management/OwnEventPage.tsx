import { Button, Title } from "@mantine/core";
import { IconCalendarPlus } from "@tabler/icons-react";
import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
  useMutation,
} from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { withoutRepeats } from "@/shared/api/allPages";
import type { Event, Session } from "@/shared/api/types";
import { useAuth } from "@/shared/auth/auth";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { BackLink } from "@/shared/ui/BackLink";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { Placeholder } from "@/shared/ui/Placeholder";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { DuplicateDialog } from "./DuplicateDialog";
import { type Done, doneText, useArrival } from "./done";
import {
  eventImpact,
  ownSessionsQuery,
  type Scope,
  sessionImpact,
  useEventManagement,
} from "./eventManagementApi";
import { ImpactDialog } from "./ImpactDialog";
import { OwnEvent } from "./OwnEvent";
import { OwnEventHead } from "./OwnEventHead";
import styles from "./OwnEventPage.module.css";
import { OwnSessionRow } from "./OwnSessionRow";
import { ScopeChoice } from "./ScopeChoice";
import { SaveTemplate } from "./TemplateDialogs";
import { useConfirmedChange } from "./useConfirmedChange";

export function OwnEventPage() {
  return <OwnEvent>{(event) => <Manage event={event} />}</OwnEvent>;
}

function Manage({ event }: { event: Event }) {
  const navigate = useNavigate();
  const management = useEventManagement();
  const { user } = useAuth();
  const list = user?.roles.includes("facilitator") ? "/facilitator/events" : "/admin/events";
  const [duplicating, setDuplicating] = useState(false);
  const [savingTemplate, setSavingTemplate] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const notice = useRef<HTMLDivElement>(null);
  const arrived = useArrival();
  const shown = done ?? arrived;
  // Cancels sessions, or the whole event if it is null.
  const cancel = useConfirmedChange<Cancellation | null>({
    preview: (of) => (of ? sessionImpact(of.session.id, null, of.scope) : eventImpact(event.id, null)),
    apply: (of, confirmation) =>
      of
        ? management.cancelSession(of.session, { ...confirmation, scope: of.scope })
        : management.cancelEvent(event, confirmation),
    onDone: async ({ change: of, impact }) => {
      if (!of && event.draft) {
        await navigate(list, { replace: true, state: { done: "ownEvent.draftDeleted" } satisfies Done });
        return;
      }
      const what = !of ? "event" : impact.sessions > 1 ? "sessions" : "session";
      setDone({
        done: impact.bookings > 0 ? `ownEvent.${what}CancelledWithGuests` : `ownEvent.${what}Cancelled`,
      });
    },
    alwaysAsk: true,
  });
  // The button that was used is gone, so the notice takes the focus.
  useEffect(() => {
    if (done) notice.current?.focus();
  }, [done]);
  const publish = useMutation({
    mutationFn: () => management.publishEvent(event.id),
    onSuccess: () => {
      setDone({ done: event.next_session ? "ownEvent.published" : "ownEvent.publishedPast" });
    },
  });
  const confirm = useMutation({
    mutationFn: (session: Session) => management.confirmSession(session),
    onSuccess: () => setDone({ done: "ownEvent.sessionConfirmed" }),
  });
  const cancelled = event.status === "cancelled";
  return (
    <Page title={event.title}>
      <div className={styles.page}>
        <BackLink to={list}>{t("myEvents.back")}</BackLink>
        {/* Above the head: on a phone, what is below it is off the first screen. */}
        {shown ? (
          <Notice tone="good" ref={notice}>
            {doneText(shown)}
          </Notice>
        ) : null}
        <OwnEventHead
          event={event}
          busy={cancel.busy}
          onDuplicate={() => setDuplicating(true)}
          onSaveTemplate={() => setSavingTemplate(true)}
          onCancel={() => void cancel.ask(null)}
        />
        {cancel.problem && !cancel.question ? (
          <Notice tone="bad">{staffProblemText(cancel.problem)}</Notice>
        ) : null}
        {cancelled ? <Notice tone="warn">{t("ownEvent.isCancelled")}</Notice> : null}
        {event.draft && !cancelled ? (
          <Notice
            tone="warn"
            action={
              event.sessions_total > 0 ? (
                <Button loading={publish.isPending} onClick={() => publish.mutate()}>
                  {t("ownEvent.publish")}
                </Button>
              ) : undefined
            }
          >
            {t(event.sessions_total > 0 ? "ownEvent.isDraft" : "ownEvent.draftNoSessions")}
          </Notice>
        ) : null}
        {publish.error ? <Notice tone="bad">{staffProblemText(publish.error)}</Notice> : null}
        {confirm.error ? <Notice tone="bad">{staffProblemText(confirm.error)}</Notice> : null}
        <Sessions
          event={event}
          onCancel={(session) => void cancel.ask({ session, scope: "this" })}
          onConfirm={(session) => confirm.mutate(session)}
        />
      </div>
      {cancel.question ? (
        <ImpactDialog
          title={
            cancel.question.change
              ? t(
                  cancel.question.impact.sessions > 1
                    ? "impact.title.cancelSessions"
                    : "impact.title.cancelSession",
                  {
                    title: cancel.question.change.session.title,
                  },
                )
              : t(event.draft ? "impact.title.deleteDraft" : "impact.title.cancelEvent", {
                  title: event.title,
                })
          }
          impact={cancel.question.impact}
          changedMeanwhile={cancel.question.changedMeanwhile}
          cancelling={cancel.question.change ? "session" : event.draft ? "draft" : "event"}
          details={
            cancel.question.change ? (
              <Cancelled
                of={cancel.question.change}
                onScope={(scope) => {
                  const of = cancel.question?.change;
                  if (of) void cancel.ask({ session: of.session, scope });
                }}
              />
            ) : null
          }
          busy={cancel.busy}
          problem={cancel.problem}
          onConfirm={(reason) => void cancel.confirm(reason)}
          onClose={cancel.leave}
        />
      ) : null}
      {savingTemplate ? (
        <SaveTemplate
          event={event}
          onClose={() => setSavingTemplate(false)}
          onDone={(saved) => {
            setSavingTemplate(false);
            setDone(saved);
          }}
        />
      ) : null}
      {duplicating ? <DuplicateDialog event={event} onClose={() => setDuplicating(false)} /> : null}
    </Page>
  );
}

type Cancellation = { session: Session; scope: Scope };

/** The session that is about to be cancelled, and whether others of its series are too. */
function Cancelled({ of, onScope }: { of: Cancellation; onScope: (scope: Scope) => void }) {
  const [scope, setScope] = useState(of.scope); // the impact follows a moment later
  return (
    <>
      <p>
        <ZonedTime session={of.session} />
      </p>
      {of.session.series_id ? (
        <ScopeChoice
          label={t("scope.cancel")}
          value={scope}
          onChange={(chosen) => {
            setScope(chosen);
            onScope(chosen);
          }}
        />
      ) : null}
    </>
  );
}

type SessionsProps = {
  event: Event;
  onCancel: (session: Session) => void;
  onConfirm: (session: Session) => void;
};

function Sessions({ event, onCancel, onConfirm }: SessionsProps) {
  const [pastOpen, setPastOpen] = useState(false);
  const ahead = useInfiniteQuery(ownSessionsQuery(event.id, "ahead"));
  const past = useInfiniteQuery({ ...ownSessionsQuery(event.id, "past"), enabled: pastOpen });
  const hasPast = event.start_time !== null && new Date(event.start_time) < new Date();
  const empty = event.sessions_total === 0;
  const addButton =
    event.status === "cancelled" ? null : (
      <Button
        component={Link}
        to="sessions/new"
        leftSection={<IconCalendarPlus size={18} aria-hidden={true} />}
      >
        {t("ownEvent.addSession")}
      </Button>
    );
  return (
    <section className={styles.sessions} aria-labelledby="sessions-heading">
      <div className={styles.bar}>
        <Title order={2} id="sessions-heading" className={styles.title}>
          {t("ownEvent.sessions")}
        </Title>
        {empty ? null : addButton}
      </div>
      {empty ? (
        <EmptyState
          heading={3}
          title={t("ownEvent.noSessions.title")}
          text={t("ownEvent.noSessions.text")}
          action={addButton}
        />
      ) : (
        <SessionRows
          query={ahead}
          row={(session) => (
            <OwnSessionRow
              key={session.id}
              session={session}
              eventLocation={event.location}
              onCancel={onCancel}
              {...(event.draft ? {} : { onConfirm })}
            />
          )}
        />
      )}
      {hasPast ? (
        <details className={styles.past} onToggle={(toggled) => setPastOpen(toggled.currentTarget.open)}>
          <summary>{t("ownEvent.pastSessions")}</summary>
          {pastOpen ? (
            <SessionRows
              query={past}
              row={(session) => (
                <OwnSessionRow key={session.id} session={session} eventLocation={event.location} />
              )}
            />
          ) : null}
        </details>
      ) : null}
    </section>
  );
}

type SessionRowsProps = {
  query: UseInfiniteQueryResult<InfiniteData<{ sessions: Session[] }>>;
  row: (session: Session) => ReactNode;
};

function SessionRows({ query, row }: SessionRowsProps) {
  if (query.isPending) return <Placeholder shapes={["row", "row", "row"]} />;
  if (!query.data) return <FailurePart problem={query.error} retry={query.refetch} />;
  const sessions = withoutRepeats(
    query.data.pages.flatMap((page) => page.sessions),
    ({ id }) => id,
  );
  return (
    <>
      <ul className={styles.list}>{sessions.map(row)}</ul>
      {query.hasNextPage ? (
        <Button
          variant="default"
          className={styles.more}
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("ownEvent.moreSessions")}
        </Button>
      ) : null}
    </>
  );
}
