import { type Offer, OfferFacts, offerOf, offerOfBooking } from "@/features/bookings";
import type { Booking, Session } from "@/shared/api/types";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { moveWords } from "@/shared/i18n/moveWords";
import { useWords } from "@/shared/i18n/useWords";
import styles from "@/shared/ui/offers.module.css";

import { RunRule } from "./RunRule";

/** What changes if a booking is moved to this session: the date, and the place and the price if they differ. */
export function MoveSummary({ booking, session }: { booking: Booking; session: Session }) {
  const { t } = useLanguage();
  const m = useWords(moveWords);
  const [before, after] = [offerOfBooking(booking), offerOf(session)];
  const differing = {
    place: placeOf(before) !== placeOf(after),
    price: before.price_cents !== after.price_cents || before.currency !== after.currency,
    places: booking.places,
  };
  return (
    <>
      <dl className={styles.offers}>
        <div>
          <dt>{m("from")}</dt>
          <dd>
            <OfferFacts offer={before} {...differing} />
          </dd>
        </div>
        <div>
          <dt>{m("to")}</dt>
          <dd>
            <OfferFacts offer={after} {...differing} />
            <RunRule
              state={session.run_state}
              missing={Math.max(0, (session.min_places ?? 0) - session.seats_taken)}
              decideAt={session.decide_at}
              session={session}
            />
          </dd>
        </div>
      </dl>
      {differing.price && session.price_cents > 0 ? (
        <p>{t("book.payDirectly", { name: firstName(booking.facilitator_name) })}</p>
      ) : null}
    </>
  );
}

const placeOf = ({ online, location }: Offer) => (online ? "" : location);
