import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { Link } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatMoney } from "@/shared/money/format";
import { formatClock, formatDay } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { useZone } from "@/shared/time/useZone";
import styles from "./Figures.module.css";
import { markRead, unreadQuery } from "./facilitatorQueries";
import type { Ahead, FacilitatorSession, MoneySum } from "./facilitatorTypes";

const BOOKINGS_ID = "bookings-heading"; // of the list below
const BOOKINGS = `/facilitator#${BOOKINGS_ID}`;

const WEEKS = 4;
const addWeeks = (from: Date, weeks: number) => new Date(from.getTime() + weeks * 7 * 24 * 60 * 60 * 1000);

type FiguresProps = {
  facilitatorId: number;
  ahead: Ahead;
  money: readonly MoneySum[];
  /** The next ones. */
  sessions: readonly FacilitatorSession[];
  refetchInterval: number | false;
};

export function Figures({ facilitatorId, ahead, money, sessions, refetchInterval }: FiguresProps) {
  const queryClient = useQueryClient();
  const unread = useQuery({ ...unreadQuery(facilitatorId), refetchInterval });
  const read = useMutation({
    mutationFn: (upTo: number) => markRead(facilitatorId, upTo),
    onSuccess: (response) => queryClient.setQueryData(unreadQuery(facilitatorId).queryKey, response),
  });
  // A weekly class is made a year ahead: its empty dates say nothing about how full the classes are.
  const now = useNow();
  const soon = sessions.filter(({ start_time }) => new Date(start_time) < addWeeks(now, WEEKS));
  const booked = soon.reduce((sum, session) => sum + (session.capacity ? session.booked : 0), 0);
  const capacity = soon.reduce((sum, session) => sum + (session.capacity ?? 0), 0);
  const number = new Intl.NumberFormat(staffLocale());
  const share = new Intl.NumberFormat(staffLocale(), { style: "percent" });
  const news = unread.data?.unread ?? 0;
  const zone = useZone();
  const since = unread.data?.since ? new Date(unread.data.since) : null;
  return (
    <section className={styles.figures} aria-label={t("figures.label")}>
      <Figure
        name={t("figures.unread")}
        to={since ? `/facilitator?since=${encodeURIComponent(since.toISOString())}#${BOOKINGS_ID}` : BOOKINGS}
        value={unread.data ? number.format(news) : "…"}
        highlight={news > 0}
      >
        <span className={styles.under}>
          {since
            ? t("figures.since", {
                when: `${formatDay(since, zone, staffLocale())}, ${formatClock(since, zone, staffLocale())}`,
              })
            : t("figures.byGuests")}
        </span>
        {news > 0 ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={read.isPending}
            onClick={() => read.mutate(unread.data?.latest ?? 0)}
          >
            {t("figures.markRead")}
          </Button>
        ) : null}
      </Figure>
      <Figure name={t("figures.upcoming")} to="/facilitator/events" value={number.format(ahead.sessions)} />
      <Figure
        name={t("figures.guests")}
        to={`/facilitator?status=booked#${BOOKINGS_ID}`}
        value={number.format(ahead.booked)}
      />
      <Figure
        name={t("figures.occupancy")}
        to="/facilitator/events"
        value={capacity > 0 ? share.format(booked / capacity) : "–"}
      >
        <span className={styles.under}>{t("figures.nextWeeks", { count: WEEKS })}</span>
      </Figure>
      {money.length > 0 ? (
        <Figure name={t("figures.paid")} to="/facilitator/money">
          {money.map(({ currency, paid_cents: paid, refunded_cents: refunded }) => (
            <Fragment key={currency}>
              <span className={styles.value}>{formatMoney(paid, currency, staffLocale())}</span>
              {refunded > 0 ? (
                <span className={styles.under}>
                  {t("figures.refunded", { amount: formatMoney(refunded, currency, staffLocale()) })}
                </span>
              ) : null}
            </Fragment>
          ))}
        </Figure>
      ) : null}
    </section>
  );
}

type FigureProps = {
  name: string /** Where its rows are. */;
  to: string;
  value?: string;
  highlight?: boolean;
  children?: ReactNode;
};

function Figure({ name, to, value, highlight = false, children }: FigureProps) {
  return (
    <div className={styles.figure} data-highlight={highlight}>
      <Link to={to} className={styles.name}>
        {name}
      </Link>
      {value === undefined ? null : <span className={styles.value}>{value}</span>}
      {children}
    </div>
  );
}
