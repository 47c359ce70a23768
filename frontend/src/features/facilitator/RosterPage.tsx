import { Button } from "@mantine/core";
import { IconEdit, IconMapPin, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { Link, useParams } from "react-router";
import { SessionMessages, WriteToGuests, WrittenMessages } from "@/features/session-messages";
import type { BookingStatus } from "@/shared/api/types";
import { useAuth } from "@/shared/auth/auth";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { dayKey } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { BackLink } from "@/shared/ui/BackLink";
import { EmptyState } from "@/shared/ui/EmptyState";
import { ExportButton } from "@/shared/ui/ExportButton";
import { FailurePart } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Occupancy } from "@/shared/ui/Occupancy";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { BookForGuest } from "./BookForGuest";
import {
  facilitatorSessionQuery,
  guestPhonesQuery,
  REFETCH_INTERVAL,
  rosterQuery,
} from "./facilitatorQueries";
import { GuestList } from "./GuestList";
import { type Done, RosterNotice } from "./RosterNotice";
import styles from "./RosterPage.module.css";
import { rosterFile } from "./rosterFile";
import { useLiveBookings } from "./useLiveBookings";

const GONE: ReadonlySet<string> = new Set<BookingStatus>(["cancelled", "expired", "refunded"]);

export function RosterPage() {
  const { user } = useAuth();
  const sessionId = Number(useParams().sessionId);
  return user ? <Roster facilitatorId={user.id} sessionId={sessionId} /> : null;
}

function Roster({ facilitatorId, sessionId }: { facilitatorId: number; sessionId: number }) {
  const { live } = useLiveBookings(facilitatorId);
  const refetchInterval = live === "live" ? false : REFETCH_INTERVAL;
  const found = useQuery({ ...facilitatorSessionQuery(facilitatorId, sessionId), refetchInterval });
  const session = found.data;
  const list = useQuery({ ...rosterQuery(facilitatorId, sessionId), refetchInterval });
  const phones = useQuery({ ...guestPhonesQuery(sessionId), enabled: Boolean(session), refetchInterval });
  const problem = found.error ?? list.error;
  // Rendered in slices, so that the page responds to a tap meanwhile.
  const guests = useDeferredValue(list.data);
  const now = useNow();
  const [done, setDone] = useState<Done | null>(null);
  const coming = guests?.filter(({ status }) => !GONE.has(status)) ?? [];
  const eventPage = session?.event_id ? `/facilitator/events/${session.event_id}` : null;
  const isAhead = session ? session.status !== "cancelled" && new Date(session.start_time) > now : false;
  return (
    <Page title={session ? `${t("roster.title")}: ${session.event_title}` : t("roster.title")} width="page">
      <div className={styles.page}>
        <BackLink to="/facilitator">{t("roster.back")}</BackLink>
        {session && guests ? (
          <>
            <header className={styles.head}>
              <PageHeading>{session.event_title}</PageHeading>
              {eventPage ? (
                <Link to={eventPage} className={styles.event}>
                  {t("roster.event")}
                </Link>
              ) : null}
              <ZonedTime session={session} />
              {session.location ? (
                <span className={styles.place}>
                  <IconMapPin size={18} aria-hidden={true} />
                  <span dir="auto">{session.location}</span>
                </span>
              ) : null}
              <Occupancy booked={session.booked} capacity={session.capacity} />
              <div className={styles.actions}>
                {isAhead ? (
                  <BookForGuest
                    session={session}
                    announce={setDone}
                    left={Math.max(0, (session.capacity ?? Number.POSITIVE_INFINITY) - session.booked)}
                  />
                ) : null}
                <WriteToGuests
                  sessionId={sessionId}
                  anybody={guests.some(({ status }) => status === "booked")}
                  onOpen={() => setDone(null)}
                  onSent={(count) => setDone({ words: () => t("write.sent", { count }) })}
                />
                <Button
                  variant="default"
                  leftSection={<IconPrinter size={18} aria-hidden={true} />}
                  onClick={() => window.print()}
                >
                  {t("roster.print")}
                </Button>
                {coming.length > 0 && phones.data ? (
                  <ExportButton
                    name={`guests-${dayKey(new Date(session.start_time), session.time_zone)}-${sessionId}.csv`}
                    download={async () => rosterFile(session, coming, phones.data)}
                  />
                ) : null}
                {eventPage && isAhead ? (
                  <Button
                    component={Link}
                    to={`${eventPage}/sessions/${sessionId}`}
                    variant="default"
                    leftSection={<IconEdit size={18} aria-hidden={true} />}
                  >
                    {t("editSession.title")}
                  </Button>
                ) : null}
              </div>
              {done ? <RosterNotice done={done} /> : null}
            </header>
            {session.status === "cancelled" ? (
              <Notice tone="bad">{t("roster.sessionCancelled")}</Notice>
            ) : null}
            <GuestList
              title={t("roster.booked")}
              phones={phones.data}
              guests={coming}
              ahead={isAhead}
              coming={true}
              announce={setDone}
              {...(session.status === "cancelled" ? {} : { empty: t("roster.empty") })}
            />
            <GuestList
              title={t("roster.cancelled")}
              guests={guests.filter(({ status }) => GONE.has(status))}
              announce={setDone}
            />
            <div className={styles.messages}>
              <WrittenMessages sessionId={sessionId} />
              <SessionMessages sessionId={sessionId} refetchInterval={REFETCH_INTERVAL} />
            </div>
          </>
        ) : problem ? (
          <FailurePart
            problem={problem}
            retry={found.error ? found.refetch : list.refetch}
            text={t("dashboard.away")}
          />
        ) : found.data === null ? (
          <EmptyState title={t("roster.missing.title")} text={t("roster.missing.text")} />
        ) : (
          <Placeholder shapes={["title", "line", "row"]} />
        )}
      </div>
    </Page>
  );
}
