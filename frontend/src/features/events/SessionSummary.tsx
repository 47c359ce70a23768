import { SessionTerms } from "@/features/payments";
import type { Event, Session } from "@/shared/api/types";
import { DirectTerms } from "./DirectTerms";
import { RunRule } from "./RunRule";
import styles from "./SessionSummary.module.css";
import { paysOnline } from "./sessionChoice";

type SessionSummaryProps = { session: Session; event: Event; isBookable: boolean };

/** What the chosen session costs, how it is paid, and what happens when plans change. */
export function SessionSummary({ session, event, isBookable }: SessionSummaryProps) {
  // How a draft is paid is not looked up: nobody can book it yet.
  const isPaidOnline = !event.draft && paysOnline(session);
  return (
    <div className={styles.summary}>
      {session.status === "scheduled" ? (
        <RunRule
          state={session.run_state}
          missing={Math.max(0, (session.min_places ?? 0) - session.seats_taken)}
          decideAt={session.decide_at}
          session={session}
        />
      ) : null}
      {isBookable && isPaidOnline ? <SessionTerms session={session} event={event} /> : null}
      {isBookable && !isPaidOnline ? <DirectTerms session={session} event={event} /> : null}
    </div>
  );
}
