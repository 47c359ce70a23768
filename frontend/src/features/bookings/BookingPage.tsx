import { Anchor, Button } from "@mantine/core";
import {
  IconArrowLeft,
  IconCircleCheckFilled,
  IconMapPin,
  IconUserHeart,
  IconVideo,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useDeferredValue, useState } from "react";
import { Link, useLocation, useParams } from "react-router";
import { ConfirmPhone, VerifyEmailNotice } from "@/features/account";
import { MoveDialog, RunRule } from "@/features/events";
import { BookingMessages } from "@/features/messages";
import { BookingMoney } from "@/features/payments";
import { PushOffer } from "@/features/push";
import { ApiProblem } from "@/shared/api/problem";
import type { Booking } from "@/shared/api/types";
import { useAuth } from "@/shared/auth/auth";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { moveWords } from "@/shared/i18n/moveWords";
import { useWords } from "@/shared/i18n/useWords";
import { useOwnStreamState } from "@/shared/live/ownStream";
import { DateBlock } from "@/shared/ui/DateBlock";
import { FailurePage } from "@/shared/ui/FailureState";
import { MapLink } from "@/shared/ui/MapLink";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import styles from "@/shared/ui/ticket.module.css";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { AddToCalendar } from "./AddToCalendar";
import { BookedPicture, OtherDates, useHasOtherDates } from "./BookedEvent";
import { CancelButton, CancelTerms, ChangeOutcome, isPaid } from "./BookingActions";
import receipt from "./BookingPage.module.css";
import { BookingPrice } from "./BookingPrice";
import { BookingStatus } from "./BookingStatus";
import { bookingQuery, timelineQuery } from "./bookingQueries";
import { HeldUntil } from "./HeldUntil";
import { isMoved } from "./isMoved";
import { MovedNotice } from "./Moved";
import { isRestPayable, RestToPay } from "./RestToPay";
import { isCalledOff, SessionChange } from "./SessionChange";
import { sessionOfBooking } from "./sessionOfBooking";
import { Timeline } from "./Timeline";
import { facilitatorTold, movedTo, readableTimeline } from "./timeline";
import { useBookingChange } from "./useBookingChange";
import { WhatHappensNext } from "./WhatHappensNext";

const REFETCH_INTERVAL = 5000;
const FIRST_INTERVAL = 800;
const FIRST_RESPONSES = 8;
const NO_SUCH_BOOKING = new ApiProblem(404, "not_found", undefined, "No such booking");

export function BookingPage() {
  const { t } = useLanguage();
  const bookingId = Number(useParams().bookingId);
  const live = useOwnStreamState();
  const possible = Number.isSafeInteger(bookingId) && bookingId > 0;
  const {
    data: booking,
    error,
    refetch,
  } = useQuery({
    ...bookingQuery(bookingId),
    enabled: possible,
    // The stream of notifications tells when the booking changes, such as when the facilitator moves the session.
    refetchInterval: live === "live" ? false : REFETCH_INTERVAL,
  });
  // Rendered in slices, so that the page responds to a tap meanwhile.
  const shown = useDeferredValue(booking);
  if (!possible) return <FailurePage problem={NO_SUCH_BOOKING} retry={refetch} />;
  if (shown) return <BookingView key={shown.id} booking={shown} />;
  if (error) return <FailurePage problem={error} retry={refetch} />;
  return (
    <Page title={t("app.loading")} width="text">
      <Placeholder shapes={["title", "card", "row"]} />
    </Page>
  );
}

function BookingView({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  const { user } = useAuth();
  const { state } = useLocation();
  const change = useBookingChange(booking);
  const m = useWords(moveWords);
  const [moving, setMoving] = useState(false);
  const arrival = state as { fresh?: boolean; moved?: boolean } | null;
  const fresh = arrival?.fresh === true && booking.status === "booked";
  const calledOff = isCalledOff(booking);
  const { data: steps } = useQuery({
    ...timelineQuery(booking.id),
    // No stream tells of deliveries. The facilitator is usually told within a second, so ask often at first.
    refetchInterval: (query) => {
      const told = facilitatorTold(readableTimeline(query.state.data ?? [], calledOff));
      if (told === true) return false;
      if (query.state.dataUpdateCount < FIRST_RESPONSES) return FIRST_INTERVAL;
      return told === false ? REFETCH_INTERVAL : false;
    },
  });
  const hasOtherDates = useHasOtherDates(booking) && booking.status === "booked";
  const entries = readableTimeline(steps ?? [], calledOff);
  const confirmed = arrival?.moved ? m("done.title") : t("booking.confirmed");
  const title = fresh ? confirmed : t("booking.title");
  const name = firstName(user?.name ?? "");
  return (
    <Page title={title} width="text">
      <div className={styles.page}>
        <Anchor component={Link} to="/my-bookings" underline="hover" className={styles.back}>
          <IconArrowLeft size={18} aria-hidden={true} />
          {t("booking.all")}
        </Anchor>
        <header className={styles.head} data-fresh={fresh}>
          {fresh ? <IconCircleCheckFilled size={44} aria-hidden={true} className={styles.check} /> : null}
          <PageHeading>{title}</PageHeading>
          {fresh && user ? (
            <p>{arrival.moved ? m("done.text", { name }) : t("booking.confirmedText", { name })}</p>
          ) : null}
        </header>
        <div className={receipt.receipt}>
          <BookedPicture booking={booking} />
          <section
            className={`${styles.ticket} ${receipt.ticket}`}
            aria-label={t("booking.reference", { id: String(booking.id) })}
          >
            <DateBlock session={sessionOfBooking(booking)} />
            <div className={styles.facts}>
              <Link to={`/e/${booking.event_id}`} className={styles.event} dir="auto">
                {booking.event_title}
              </Link>
              {booking.session_title && booking.session_title !== booking.event_title ? (
                <span dir="auto">{booking.session_title}</span>
              ) : null}
              <ZonedTime session={sessionOfBooking(booking)} />
              <span className={styles.fact}>
                <IconUserHeart size={18} aria-hidden={true} />
                <span>{t("event.with", { name: booking.facilitator_name })}</span>
              </span>
              {booking.session_online ? <OnlineFact booking={booking} /> : null}
              {booking.session_location && !booking.session_online ? (
                <span className={styles.fact}>
                  <IconMapPin size={18} aria-hidden={true} />
                  <span>
                    <span dir="auto">{booking.session_location}</span>{" "}
                    <MapLink location={booking.session_location} />
                  </span>
                </span>
              ) : null}
              {booking.status === "booked" ? (
                <RunRule
                  state={booking.session_run_state}
                  missing={booking.session_places_missing ?? 0}
                  decideAt={booking.session_decide_at}
                  session={sessionOfBooking(booking)}
                />
              ) : null}
              {booking.amount_paid ? null : <BookingPrice booking={booking} />}
              <span className={styles.foot}>
                <BookingStatus booking={booking} />
                {booking.places && booking.places > 1 ? (
                  <span>{t("booking.places", { count: booking.places })}</span>
                ) : null}
                <span className={styles.reference}>{t("booking.reference", { id: String(booking.id) })}</span>
              </span>
            </div>
          </section>
          <div className={receipt.money}>
            <BookingMoney booking={booking} />
          </div>
        </div>
        <SessionChange booking={booking} />
        {booking.status === "held" && booking.held_until ? (
          <Notice tone="warn">
            <HeldUntil booking={booking} />
          </Notice>
        ) : null}
        {isRestPayable(booking) ? (
          <Notice tone="calm">
            <RestToPay booking={booking} />
          </Notice>
        ) : null}
        {isMoved(booking) ? (
          <MovedNotice bookingId={movedTo(entries)} />
        ) : (
          <ChangeOutcome booking={booking} change={change} />
        )}
        {booking.status === "booked" && booking.can_cancel ? <AddToCalendar booking={booking} /> : null}
        {booking.can_cancel ? (
          <div className={receipt.cancel}>
            <div className={receipt.actions}>
              <CancelButton booking={booking} change={change} />
              {hasOtherDates ? <OtherDates booking={booking} onMove={() => setMoving(true)} /> : null}
            </div>
            <CancelTerms booking={booking} />
            {hasOtherDates && isPaid(booking) ? (
              <p className={receipt.note}>{t("book.problem.booking_paid")}</p>
            ) : null}
          </div>
        ) : null}
        {fresh ? <PushOffer bookingId={booking.id} /> : null}
        {booking.status === "booked" ? <VerifyEmailNotice linkSent={true} /> : null}
        {booking.status === "booked" ? <ConfirmPhone /> : null}
        {booking.status === "booked" && booking.can_cancel ? (
          <WhatHappensNext booking={booking} facilitatorTold={facilitatorTold(entries) === true} />
        ) : null}
        <div>
          <BookingMessages bookingId={booking.id} />
          {entries.length > 0 ? <Timeline entries={entries} booking={booking} /> : null}
        </div>
        {moving ? (
          <Suspense fallback={null}>
            <MoveDialog booking={booking} onClose={() => setMoving(false)} />
          </Suspense>
        ) : null}
      </div>
    </Page>
  );
}

/** The link to join. Only booked guests get it from the API. */
function OnlineFact({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  if (booking.status === "cancelled") return null;
  if (!booking.session_link) {
    return (
      <span className={styles.fact}>
        <IconVideo size={18} aria-hidden={true} />
        {t("booking.onlineLater")}
      </span>
    );
  }
  return (
    <Button
      component="a"
      href={booking.session_link}
      target="_blank"
      rel="noreferrer"
      className={styles.join}
      leftSection={<IconVideo size={18} aria-hidden={true} />}
      aria-label={`${t("booking.joinOnline")}, ${t("booking.newTab")}`}
    >
      {t("booking.joinOnline")}
    </Button>
  );
}
