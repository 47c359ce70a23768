import { Anchor, Button } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Booking, Event, Session } from "@/shared/api/types";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { formatMoney } from "@/shared/money/format";
import { sessionTimes } from "@/shared/time/sessionTime";
import styles from "./BookAction.module.css";
import { kindOf } from "./eventTimes";
import { heldClock } from "./heldClock";
import { lowestPrice } from "./sessionChoice";

type BookActionProps = {
  event: Event;
  /** The chosen one. */
  session: Session;
  isOpen: boolean;
  bookable: readonly Session[];
  isOnlyDate: boolean;
  /** Whether the guest chose it, rather than the page. */
  isOwnChoice: boolean;
  /** The guest's own. */
  booking: Booking | undefined;
  working: boolean;
  blocked: boolean;
  onBook: () => void;
  onChooseDate: () => void;
};

/** The one button of the panel. On phones it is in a bar at the bottom, with the price and the date that it books. */
export function BookAction(props: BookActionProps) {
  const { session, event, bookable, isOnlyDate, booking, isOpen } = props;
  const { t } = useLanguage();
  if (!booking && !isOpen) return null;
  if (!booking && session.seats_left === 0) {
    return (
      <p className={styles.instead}>
        {t("session.fullInstead")}{" "}
        {bookable.length > 0 ? (
          t("session.fullOther")
        ) : (
          <Anchor component={Link} to={`/?kind=${kindOf(event)}&free=1`} inherit>
            {t("session.fullSimilar")}
          </Anchor>
        )}
      </p>
    );
  }
  return (
    <div className={styles.action} data-booking-bar={true}>
      <BarText {...props} isOnlyDate={isOnlyDate} />
      {booking ? <OwnBooking booking={booking} /> : <BookButton {...props} />}
    </div>
  );
}

function OwnBooking({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  const e = useWords(eventPageWords);
  if (booking.status === "held") {
    return (
      <Button component="a" href={`/pay/${booking.id}`} size="md" className={styles.button}>
        {e("held.payNow")}
      </Button>
    );
  }
  return (
    <Button
      component={Link}
      to={`/my-bookings/${booking.id}`}
      variant="light"
      size="md"
      className={styles.button}
      leftSection={<IconCircleCheck size={18} aria-hidden={true} />}
    >
      {t("book.have")}
    </Button>
  );
}

function BookButton({ session, working, blocked, onBook }: BookActionProps) {
  const words = useLanguage();
  const { t, locale } = words;
  const price = formatMoney(session.deposit_cents ?? session.price_cents, session.currency, locale);
  const action =
    session.price_cents === 0
      ? t("book.buttonFree")
      : session.payment_terms !== "pay_facilitator"
        ? t("book.buttonPay", { price })
        : t("book.buttonLater");
  const shown = working ? t("book.working") : action;
  return (
    <Button
      size="md"
      className={styles.button}
      // Not `disabled` while working: the button would lose the focus, and keyboard users their position.
      aria-disabled={blocked}
      data-working={working}
      aria-label={t("book.label", {
        action: shown,
        title: session.title,
        when: sessionTimes(session, words)[0].text,
      })}
      onClick={() => {
        if (!blocked) onBook();
      }}
    >
      {shown}
    </Button>
  );
}

/** On phones, beside the button: "from €8 · Choose a date", then the date that the button books. */
function BarText({ session, bookable, isOnlyDate, isOwnChoice, booking, onChooseDate }: BookActionProps) {
  const words = useLanguage();
  const { t, locale } = words;
  const e = useWords(eventPageWords);
  const priced = isOwnChoice || booking ? session : (lowestPrice(bookable) ?? session);
  const amount =
    priced.price_cents === 0 ? t("session.free") : formatMoney(priced.price_cents, priced.currency, locale);
  const [{ text: when }] = sessionTimes(session, words);
  const open = !isOnlyDate && !isOwnChoice && !booking;
  if (booking?.status === "held")
    return <strong className={styles.text}>{e("held.until", { time: heldClock(booking, locale) })}</strong>;
  return (
    <div className={styles.text}>
      {isOnlyDate ? (
        <strong>{amount}</strong>
      ) : (
        <button type="button" className={styles.choose} onClick={onChooseDate}>
          {open && priced.price_cents > 0 ? e("dates.from", { price: amount }) : amount}
          {" · "}
          <span className={styles.link}>{e(open ? "dates.choose" : "dates.change")}</span>
        </button>
      )}
      <span className={styles.when}>{open ? e("dates.next", { when }) : when}</span>
    </div>
  );
}
