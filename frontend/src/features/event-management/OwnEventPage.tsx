import { Button, Title } from "@mantine/core";
import { IconCalendarPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link, useLocation, useNavigate } from "react-router";
import { bookableSessions } from "@/features/events";
import type { Event, Session } from "@/shared/api/types";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { useNow } from "@/shared/time/useNow";
import { BackLink } from "@/shared/ui/BackLink";
import { EmptyState } from "@/shared/ui/EmptyState";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { DuplicateDialog } from "./DuplicateDialog";
import { eventImpact, sessionImpact, useEventManagement } from "./eventManagementApi";
import { ImpactDialog } from "./ImpactDialog";
import { OwnEvent } from "./OwnEvent";
import { OwnEventHead } from "./OwnEventHead";
import styles from "./OwnEventPage.module.css";
import { OwnSessionRow } from "./OwnSessionRow";
import { useConfirmedChange } from "./useConfirmedChange";

export function OwnEventPage() {
  return <OwnEvent>{(event) => <Manage event={event} />}</OwnEvent>;
}

function Manage({ event }: { event: Event }) {
  const location = useLocation();
  const navigate = useNavigate();
  const management = useEventManagement();
  const [duplicating, setDuplicating] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const notice = useRef<HTMLDivElement>(null);
  const arrived = (location.state as { done?: string } | null)?.done;
  // Cancels a session, or the whole event if `session` is null.
  const cancel = useConfirmedChange<Session | null>({
    preview: (session) => (session ? sessionImpact(session.id, null) : eventImpact(event.id, null)),
    apply: (session, expected_impact, reason) => {
      const confirmation = { expected_impact, ...(reason ? { reason } : {}) };
      return session
        ? management.cancelSession(session, confirmation)
        : management.cancelEvent(event, confirmation);
    },
    onDone: async ({ change: session, impact }) => {
      if (!session && event.draft) {
        await navigate("/facilitator/events", { replace: true, state: { done: t("ownEvent.draftDeleted") } });
        return;
      }
      const what = session ? "session" : "event";
      setDone(t(impact.bookings > 0 ? `ownEvent.${what}CancelledWithGuests` : `ownEvent.${what}Cancelled`));
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
      const bookable = bookableSessions(event, new Date());
      setDone(t(bookable.length > 0 ? "ownEvent.published" : "ownEvent.publishedPast"));
    },
  });
  const confirm = useMutation({
    mutationFn: (session: Session) => management.confirmSession(session),
    onSuccess: () => setDone(t("ownEvent.sessionConfirmed")),
  });
  const cancelled = event.status === "cancelled";
  return (
    <Page title={event.title}>
      <div className={styles.page}>
        <BackLink to="/facilitator/events">{t("myEvents.back")}</BackLink>
        <OwnEventHead
          event={event}
          busy={cancel.busy}
          onDuplicate={() => setDuplicating(true)}
          onCancel={() => void cancel.ask(null)}
        />
        {(done ?? arrived) ? (
          <Notice tone="good" ref={notice}>
            {done ?? arrived}
          </Notice>
        ) : null}
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
          onCancel={(session) => void cancel.ask(session)}
          onConfirm={(session) => confirm.mutate(session)}
        />
      </div>
      {cancel.question ? (
        <ImpactDialog
          title={
            cancel.question.change
              ? t("impact.title.cancelSession", { title: cancel.question.change.title })
              : t(event.draft ? "impact.title.deleteDraft" : "impact.title.cancelEvent", {
                  title: event.title,
                })
          }
          impact={cancel.question.impact}
          changedMeanwhile={cancel.question.changedMeanwhile}
          cancelling={cancel.question.change ? "session" : event.draft ? "draft" : "event"}
          details={
            event.draft && !cancel.question.change ? null : (
              <CancelledTimes event={event} session={cancel.question.change} />
            )
          }
          busy={cancel.busy}
          problem={cancel.problem}
          onConfirm={(reason) => void cancel.confirm(reason)}
          onClose={cancel.leave}
        />
      ) : null}
      {duplicating ? <DuplicateDialog event={event} onClose={() => setDuplicating(false)} /> : null}
    </Page>
  );
}

const SHOWN = 5;

/** The times of the sessions that are about to be cancelled. */
function CancelledTimes({ event, session }: { event: Event; session: Session | null }) {
  const now = new Date();
  const cancelled = session
    ? [session]
    : event.sessions.filter(({ status, end_time }) => status === "scheduled" && new Date(end_time) > now);
  return (
    <ul className={styles.times}>
      {cancelled.slice(0, SHOWN).map((one) => (
        <li key={one.id}>
          <ZonedTime session={one} />
        </li>
      ))}
      {cancelled.length > SHOWN ? <li>{t("impact.more", { count: cancelled.length - SHOWN })}</li> : null}
    </ul>
  );
}

type SessionsProps = {
  event: Event;
  onCancel: (session: Session) => void;
  onConfirm: (session: Session) => void;
};

const SHOWN_AT_ONCE = 20;

function Sessions({ event, onCancel, onConfirm }: SessionsProps) {
  const now = useNow();
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const ahead = event.sessions.filter((session) => new Date(session.end_time) > now);
  const past = event.sessions.filter((session) => new Date(session.end_time) <= now).toReversed();
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
        {event.sessions.length > 0 ? addButton : null}
      </div>
      {event.sessions.length === 0 ? (
        <EmptyState
          heading={3}
          title={t("ownEvent.noSessions.title")}
          text={t("ownEvent.noSessions.text")}
          action={addButton}
        />
      ) : null}
      <ul className={styles.list}>
        {ahead.slice(0, shown).map((session) => (
          <OwnSessionRow
            key={session.id}
            session={session}
            eventLocation={event.location}
            onCancel={onCancel}
            {...(event.draft ? {} : { onConfirm })}
          />
        ))}
      </ul>
      {ahead.length > shown ? (
        <Button variant="default" className={styles.more} onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
          {t("ownEvent.moreSessions")}
        </Button>
      ) : null}
      {past.length > 0 ? (
        <details className={styles.past}>
          <summary>{t("ownEvent.past", { count: past.length })}</summary>
          <ul className={styles.list}>
            {past.map((session) => (
              <OwnSessionRow key={session.id} session={session} eventLocation={event.location} />
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
