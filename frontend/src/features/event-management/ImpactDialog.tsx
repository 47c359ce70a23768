import { Button, Textarea } from "@mantine/core";
import { IconCalendarX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { currentLanguage } from "@/shared/i18n/LanguageProvider";
import { guestWords, staffLocale, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { formatMoney } from "@/shared/money/format";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { StateBadge } from "@/shared/ui/StateBadge";
import type { Impact } from "./eventManagementApi";
import styles from "./ImpactDialog.module.css";

/** A draft has no guests, and is deleted. */
type Cancelled = "session" | "event" | "draft";

type ImpactDialogProps = {
  title: string;
  impact: Impact;
  changedMeanwhile: boolean;
  /** What is cancelled; absent where something is changed. */
  cancelling?: Cancelled;
  /** What exactly is changed or cancelled, such as the old and the new time. */
  details?: ReactNode;
  busy: boolean;
  problem: unknown;
  onConfirm: (reason: string) => void;
  onClose: () => void;
};

const SHOWN = 50;
const MAX_REASON_LENGTH = 500;

/** What a change would do to the guests who have booked, before it is made. */
export function ImpactDialog({
  title,
  impact,
  changedMeanwhile,
  cancelling,
  details,
  busy,
  problem,
  onConfirm,
  onClose,
}: ImpactDialogProps) {
  const [reason, setReason] = useState("");
  const tooLong = reason.trim().length > MAX_REASON_LENGTH;
  const { bookings, clashes } = impact;
  return (
    <Dialog title={title} onClose={onClose}>
      {changedMeanwhile ? <Notice tone="warn">{t("impact.changedMeanwhile")}</Notice> : null}
      {details}
      {impact.sessions > 1 ? <SessionsOf impact={impact} cancelled={cancelling !== undefined} /> : null}
      <p>
        {cancelling === "draft" && bookings === 0
          ? t("impact.draft")
          : bookings === 0
            ? t(cancelling ? "impact.nobody.cancel" : "impact.nobody")
            : t(cancelling ? "impact.affects.cancel" : "impact.affects.change", { count: bookings })}
      </p>
      {clashes > 0 ? <p>{t("impact.clashes", { count: clashes })}</p> : null}
      {(impact.refunds ?? []).map(({ currency, refund_cents }) => (
        <p key={currency}>
          {t("impact.refunds", { amount: formatMoney(refund_cents, currency, staffLocale()) })}
        </p>
      ))}
      <UndecidedSessions impact={impact} />
      {bookings > 0 ? <AffectedGuests impact={impact} /> : null}
      {(cancelling ? cancelling !== "draft" : bookings > 0) ? (
        <Textarea
          size="md"
          label={t("impact.reason")}
          description={t("impact.reasonHint")}
          rows={2}
          value={reason}
          error={tooLong ? guestWords("field.too_long", { count: MAX_REASON_LENGTH }) : undefined}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      ) : null}
      {problem ? <Notice tone="bad">{staffProblemText(problem)}</Notice> : null}
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("impact.keep")}
        </Button>
        <Button
          variant={cancelling ? "default" : "filled"}
          className={cancelling ? styles.danger : undefined}
          aria-disabled={busy || tooLong}
          onClick={() => {
            if (!tooLong) onConfirm(reason.trim());
          }}
        >
          {confirmText(cancelling, impact.sessions, busy)}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function confirmText(cancelling: Cancelled | undefined, sessions: number, busy: boolean): string {
  if (busy) return t("impact.working");
  if (cancelling === "draft") return t("ownEvent.deleteDraft");
  if (cancelling === "session") return t("impact.confirm.cancelSession", { count: sessions });
  return t(cancelling === "event" ? "impact.confirm.cancelEvent" : "impact.confirm.change");
}

/** How many sessions change or are cancelled, and over which time. */
function SessionsOf({ impact, cancelled }: { impact: Impact; cancelled: boolean }) {
  const zone = useZone();
  if (!impact.first_start || !impact.last_start) return null;
  const day = (at: string) => formatDay(new Date(at), zone, staffLocale());
  return (
    <p>
      {t(cancelled ? "impact.sessions.cancel" : "impact.sessions", {
        count: impact.sessions,
        first: day(impact.first_start),
        last: day(impact.last_start),
      })}
    </p>
  );
}

function AffectedGuests({ impact }: { impact: Impact }) {
  const zone = useZone();
  const day = (at: string) => formatDay(new Date(at), zone, staffLocale());
  const several = new Set(impact.guests.map((guest) => guest.session_id)).size > 1;
  const shown = impact.guests.slice(0, SHOWN);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by the keyboard.
    <section className={styles.guests} aria-label={t("impact.guests")} tabIndex={0}>
      <ul className={styles.list}>
        {shown.map((guest) => (
          <li key={guest.booking_id} className={styles.guest}>
            <span className={styles.name} dir="auto">
              {guest.user_name}
            </span>
            {several ? (
              <span className={styles.session} dir="auto">
                {guest.session_title}, {day(guest.session_start)}
              </span>
            ) : null}
            {guest.clash ? (
              <StateBadge tone="warn" icon={IconCalendarX}>
                {t("impact.clash")}
              </StateBadge>
            ) : null}
          </li>
        ))}
      </ul>
      {impact.bookings > shown.length ? (
        <p className={styles.more}>{t("impact.more", { count: impact.bookings - shown.length })}</p>
      ) : null}
    </section>
  );
}

/** Sessions that after the change run only if enough places are booked. */
function UndecidedSessions({ impact }: { impact: Impact }) {
  const zone = useZone();
  return (impact.undecided ?? []).map((session) => {
    const at = new Date(session.decide_at);
    const when = `${formatDay(at, zone, staffLocale())}, ${formatClock(at, zone, staffLocale())} (${currentLanguage().cityOf(zone)})`;
    return (
      <p key={session.session_id}>
        {t("impact.undecided", {
          title: session.session_title,
          needed: session.min_places,
          booked: session.booked_places,
          when,
        })}
      </p>
    );
  });
}
