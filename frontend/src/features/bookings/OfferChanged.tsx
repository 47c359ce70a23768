import { Button } from "@mantine/core";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import styles from "@/shared/ui/offers.module.css";

import { OfferFacts } from "./OfferFacts";
import { type Offer, sameOffer } from "./offer";

type OfferChangedProps = {
  /** What the guest saw when they clicked. */
  before: Offer;
  now: Offer;
  onBook: () => void;
  onClose: () => void;
};

/** A session was changed after it was shown: what it was and what it is now, before anything is booked. */
export function OfferChanged({ before, now, onBook, onClose }: OfferChangedProps) {
  const { t } = useLanguage();
  const same = sameOffer(before, now);
  return (
    <Dialog title={t("offer.title")} onClose={onClose}>
      <p>{t("offer.text")}</p>
      <dl className={styles.offers}>
        {same ? null : (
          <div>
            <dt>{t("booking.movedFrom")}</dt>
            <dd className={styles.before}>
              <OfferFacts offer={before} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t("booking.movedTo")}</dt>
          <dd>
            <OfferFacts offer={now} />
          </dd>
        </div>
      </dl>
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("offer.leave")}
        </Button>
        <Button onClick={onBook}>{t("offer.book")}</Button>
      </DialogButtons>
    </Dialog>
  );
}
