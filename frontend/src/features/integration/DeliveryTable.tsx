import { Checkbox } from "@mantine/core";
import { Link } from "react-router";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { Ago } from "@/shared/ui/Ago";
import table from "@/shared/ui/cardTable.module.css";
import { DeliveryStatus } from "./DeliveryStatus";
import styles from "./DeliveryTable.module.css";
import type { Delivery } from "./integrationApi";
import { readableChannel, readableError, readableKind, readablePerson } from "./readable";

type DeliveryTableProps = {
  deliveries: readonly Delivery[];
  total: number;
  chosen: ReadonlySet<number>;
  onChoose: (chosen: ReadonlySet<number>) => void;
};

export function DeliveryTable({ deliveries, total, chosen, onChoose }: DeliveryTableProps) {
  const dead = deliveries.filter(({ status }) => status === "dead").map(({ id }) => id);
  const all = dead.length > 0 && dead.every((id) => chosen.has(id));
  return (
    <div>
      {/* Above the table, because phones don't show its header. */}
      {dead.length > 0 ? (
        <Checkbox
          className={styles.all}
          label={t("deliveries.chooseAll", { count: dead.length })}
          checked={all}
          indeterminate={!all && chosen.size > 0}
          onChange={() => onChoose(new Set(all ? [] : dead))}
        />
      ) : null}
      <Lines deliveries={deliveries} total={total} chosen={chosen} onChoose={onChoose} />
    </div>
  );
}

function Lines({ deliveries, total, chosen, onChoose }: DeliveryTableProps) {
  const choosable = deliveries.some(({ status }) => status === "dead");
  return (
    <table className={table.table}>
      <caption className={table.caption}>{t("deliveries.count", { count: total })}</caption>
      <thead>
        <tr>
          {choosable ? <td /> : null}
          <th scope="col">{t("deliveries.message")}</th>
          <th scope="col">{t("deliveries.state")}</th>
          <th scope="col">{t("deliveries.attempts")}</th>
          <th scope="col">{t("deliveries.when")}</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <tr key={delivery.id} className={table.line} data-chosen={chosen.has(delivery.id)}>
            {choosable ? (
              <td>
                {delivery.status === "dead" ? (
                  <Checkbox
                    aria-label={t("deliveries.choose", { id: delivery.id })}
                    checked={chosen.has(delivery.id)}
                    onChange={(event) => {
                      const next = new Set(chosen);
                      if (event.currentTarget.checked) next.add(delivery.id);
                      else next.delete(delivery.id);
                      onChoose(next);
                    }}
                  />
                ) : null}
              </td>
            ) : null}
            <th scope="row">
              <Link to={`/admin/integration/deliveries/${delivery.id}`} className={table.name}>
                {t("deliveries.about", {
                  kind: readableKind(delivery.kind),
                  subject: readablePerson(delivery),
                })}
              </Link>
              <span className={table.under}>{readableChannel(delivery.channel)}</span>
            </th>
            <td>
              <DeliveryStatus status={delivery.status} />
              {delivery.last_error && delivery.status !== "delivered" ? (
                <span className={table.under}>{readableError(delivery)}</span>
              ) : null}
            </td>
            <td className={table.number}>{t("deliveries.attemptCount", { count: delivery.attempts })}</td>
            <td className={table.number}>
              <Ago at={delivery.created_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
