import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatMoney } from "@/shared/money/format";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import type { Offer } from "./offer";

type OfferFactsProps = { offer: Offer; place?: boolean; price?: boolean; places?: number };

/** When and where a session is, and what so many places in it cost. */
export function OfferFacts({ offer, place = true, price = true, places = 1 }: OfferFactsProps) {
  const { t, locale } = useLanguage();
  const { price_cents: cents, currency } = offer;
  return (
    <>
      <ZonedTime session={offer} />
      {place ? <span dir="auto">{offer.online ? t("event.online") : offer.location}</span> : null}
      {!price || cents === null || currency === null ? null : (
        <span>{cents === 0 ? t("session.free") : formatMoney(cents * places, currency, locale)}</span>
      )}
    </>
  );
}
