import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Booking } from "@/shared/api/types";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Notice } from "@/shared/ui/Notice";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { bookingKeys, markSeen } from "./bookingQueries";
import { tellOtherTabs } from "./bookingTabs";
import styles from "./SessionChange.module.css";
import { sessionOfBooking } from "./sessionOfBooking";

/** Whether the facilitator moved or cancelled the session and the guest has not confirmed seeing it. */
export function hasUnseenChange(booking: Booking): boolean {
  if (booking.change_seen) return false;
  return isCalledOff(booking) || (booking.status === "booked" && booking.previous_session_time !== null);
}

/** Whether somebody else cancelled: the facilitator, or the rule about too few people. What was paid may be back already. */
export const isCalledOff = (booking: Booking) =>
  (booking.status === "cancelled" || booking.status === "refunded") &&
  booking.cancelled_by !== null &&
  booking.cancelled_by !== "user";

/** What the facilitator changed about a booked session, until the guest has seen it. */
export function SessionChange({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  const queryClient = useQueryClient();
  const seen = useMutation({
    mutationFn: () => markSeen(booking.id),
    onSuccess: () => {
      tellOtherTabs();
      return queryClient.invalidateQueries({ queryKey: bookingKeys.all });
    },
  });
  const calledOff = isCalledOff(booking);
  if (!calledOff && !hasUnseenChange(booking)) return null;
  const name = firstName(booking.facilitator_name);
  const tooFew = calledOff && booking.reason === "not_enough_places";
  const what = booking.session_status === "cancelled" ? "booking.calledOff" : "booking.cancelledForYou";
  return (
    <Notice
      tone={calledOff ? "bad" : "warn"}
      role="status"
      action={
        hasUnseenChange(booking) ? (
          <Button variant="default" size="sm" loading={seen.isPending} onClick={() => seen.mutate()}>
            {t("booking.seen")}
          </Button>
        ) : undefined
      }
    >
      <div className={styles.change}>
        <strong>{tooFew ? t("booking.tooFew") : t(calledOff ? what : "booking.moved", { name })}</strong>
        {booking.reason && !tooFew ? (
          <q className={styles.reason} dir="auto">
            {booking.reason}
          </q>
        ) : null}
        {calledOff ? null : <BeforeAndNow booking={booking} />}
      </div>
    </Notice>
  );
}

/** The old and the new time and location of a session that was moved. */
function BeforeAndNow({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  const { previous_session_time: start, previous_session_end_time: end } = booking;
  const before = booking.previous_session_location;
  const now = sessionOfBooking(booking);
  const locationChanged = before !== null && before !== booking.session_location;
  const timeChanged =
    start !== null && end !== null && (start !== booking.session_time || end !== booking.session_end_time);
  return (
    <dl className={styles.times}>
      <div>
        <dt>{t("booking.movedFrom")}</dt>
        <dd>
          {timeChanged ? (
            <ZonedTime session={{ ...now, start_time: start, end_time: end, location: before }} />
          ) : null}
          {locationChanged ? <span dir="auto">{before}</span> : null}
        </dd>
      </div>
      <div>
        <dt>{t("booking.movedTo")}</dt>
        <dd>
          {timeChanged ? <ZonedTime session={now} /> : null}
          {locationChanged ? <span dir="auto">{booking.session_location}</span> : null}
        </dd>
      </div>
    </dl>
  );
}
