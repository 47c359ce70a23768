import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatMoney } from "@/shared/money/format";
import styles from "./Figures.module.css";
import { markRead, unreadQuery } from "./facilitatorQueries";
import type { Ahead, MoneySum } from "./facilitatorTypes";

const BOOKINGS_ID = "bookings-heading"; // of the list below
const BOOKINGS = `/facilitator#${BOOKINGS_ID}`;

type FiguresProps = {
  facilitatorId: number;
  ahead: Ahead;
  money: readonly MoneySum[];
  refetchInterval: number | false;
};

export function Figures({ facilitatorId, ahead, money, refetchInterval }: FiguresProps) {
  const queryClient = useQueryClient();
  const unread = useQuery({ ...unreadQuery(facilitatorId), refetchInterval });
  const read = useMutation({
    mutationFn: (upTo: number) => markRead(facilitatorId, upTo),
    onSuccess: (response) => queryClient.setQueryData(unreadQuery(facilitatorId).queryKey, response),
  });
  const number = new Intl.NumberFormat(staffLocale());
  const share = new Intl.NumberFormat(staffLocale(), { style: "percent" });
  const news = unread.data?.unread ?? 0;
  return (
    <section className={styles.figures} aria-label={t("figures.label")}>
      <Figure
        name={t("figures.unread")}
        to={BOOKINGS}
        value={unread.data ? number.format(news) : "…"}
        highlight={news > 0}
      >
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
        value={ahead.capacity > 0 ? share.format(ahead.booked / ahead.capacity) : "–"}
      />
      {money.map(({ currency, paid_cents: paid, refunded_cents: refunded }) => (
        <Figure
          key={currency}
          name={t("figures.paid")}
          to="/facilitator/money"
          value={formatMoney(paid, currency, staffLocale())}
        >
          {refunded > 0 ? (
            <span className={styles.under}>
              {t("figures.refunded", { amount: formatMoney(refunded, currency, staffLocale()) })}
            </span>
          ) : null}
        </Figure>
      ))}
    </section>
  );
}

type FigureProps = {
  name: string /** Where its rows are. */;
  to: string;
  value: string;
  highlight?: boolean;
  children?: ReactNode;
};

function Figure({ name, to, value, highlight = false, children }: FigureProps) {
  return (
    <div className={styles.figure} data-highlight={highlight}>
      <Link to={to} className={styles.name}>
        {name}
      </Link>
      <span className={styles.value}>{value}</span>
      {children}
    </div>
  );
}
