import { Button, NativeSelect, TextInput, Title } from "@mantine/core";
import { IconRotate } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf, withFilter } from "@/shared/ui/listQuery";
import { Notice } from "@/shared/ui/Notice";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { ReasonDialog } from "@/shared/ui/ReasonDialog";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import { useTypedText } from "@/shared/ui/useTypedText";
import styles from "./DeliveryBrowser.module.css";
import { DELIVERY_STATES } from "./DeliveryStatus";
import { DeliveryTable } from "./DeliveryTable";
import { readDeliveryFilters } from "./deliveryFilters";
import {
  type Choice,
  deliveriesQuery,
  discardDeliveries,
  integrationKeys,
  retryDeliveries,
} from "./integrationApi";
import { RetryManyDialog } from "./RetryManyDialog";
import { readableChannel } from "./readable";

const NONE: ReadonlySet<number> = new Set();
type Action = { choice: Choice; reason: string | null };

/** All deliveries, and what an admin can do with failed ones. */
export function DeliveryBrowser({ channels }: { channels: readonly string[] }) {
  const [query] = useSearchParams();
  const queryClient = useQueryClient();
  const filters = readDeliveryFilters(query);
  const list = useQuery(deliveriesQuery(filters, pageOf(query)));
  const [chosen, setChosen] = useState(NONE);
  const [asking, setAsking] = useState<"discard" | "many" | null>(null);
  const deliveries = list.data?.deliveries;
  // Deselect deliveries that are no longer failed or have left this page.
  useEffect(() => {
    if (!deliveries) return;
    setChosen((before) => {
      const still = deliveries.filter(({ id, status }) => before.has(id) && status === "dead");
      return still.length === before.size ? before : new Set(still.map(({ id }) => id));
    });
  }, [deliveries]);
  const action = useMutation({
    mutationFn: ({ choice, reason }: Action) =>
      reason === null ? retryDeliveries(choice) : discardDeliveries(choice, reason),
    onSuccess: () => {
      setAsking(null);
      setChosen(NONE);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: integrationKeys.all }),
  });
  const submit = (wanted: Action) => {
    if (!action.isPending) action.mutate(wanted);
  };
  const close = () => {
    setAsking(null);
    action.reset();
  };
  const count = chosen.size;
  return (
    <section className={styles.browser} aria-labelledby="deliveries-heading">
      <div className={styles.head}>
        <Title order={2} id="deliveries-heading" className={styles.title}>
          {t("deliveries.title")}
        </Title>
        <Button
          variant="default"
          leftSection={<IconRotate size={18} aria-hidden={true} />}
          onClick={() => setAsking("many")}
        >
          {t("deliveries.retryMany")}
        </Button>
      </div>
      <Filters channels={channels} />
      {action.error && asking === null ? <Notice tone="bad">{staffProblemText(action.error)}</Notice> : null}
      {action.data !== undefined ? (
        <Notice tone="good">
          {t(action.variables.reason === null ? "deliveries.retried" : "deliveries.discarded", {
            count: action.data,
          })}
        </Notice>
      ) : null}
      {count > 0 ? (
        <div className={styles.bar}>
          <span className={styles.count} role="status">
            {t("deliveries.chosen", { count })}
          </span>
          <Button
            loading={action.isPending && asking === null}
            onClick={() => submit({ choice: { ids: [...chosen] }, reason: null })}
          >
            {t("deliveries.retryChosen", { count })}
          </Button>
          <Button variant="default" onClick={() => setAsking("discard")}>
            {t("deliveries.discardChosen", { count })}
          </Button>
        </div>
      ) : null}
      {list.data && deliveries ? (
        deliveries.length > 0 ? (
          <>
            <DeliveryTable
              deliveries={deliveries}
              total={list.data.pagination.total}
              chosen={chosen}
              onChoose={setChosen}
            />
            <Pager pagination={list.data.pagination} />
          </>
        ) : Object.keys(filters).length > 0 ? (
          <EmptyState heading={3} title={t("bookings.noMatch.title")} text={t("deliveries.noMatch")} />
        ) : (
          <EmptyState heading={3} title={t("deliveries.empty.title")} text={t("deliveries.empty.text")} />
        )
      ) : list.error ? (
        <FailurePart problem={list.error} retry={list.refetch} />
      ) : (
        <Placeholder shapes={["row", "row", "row"]} />
      )}
      {asking === "discard" ? (
        <ReasonDialog
          title={t("discard.title", { count })}
          text={t("discard.text")}
          confirmText={t("discard.confirm")}
          busy={action.isPending}
          problem={action.error}
          onConfirm={(reason) => submit({ choice: { ids: [...chosen] }, reason })}
          onClose={close}
        />
      ) : null}
      {asking === "many" ? (
        <RetryManyDialog
          channels={channels}
          filters={filters}
          busy={action.isPending}
          problem={action.error}
          onRetry={(choice) => submit({ choice, reason: null })}
          onClose={close}
        />
      ) : null}
    </section>
  );
}

function Filters({ channels }: { channels: readonly string[] }) {
  const [query, setQuery] = useAddressQuery();
  const change = (name: string, value: string, replace = false) =>
    setQuery((current) => withFilter(current, name, value), { replace });
  const booking = useTypedText(query.get("booking") ?? "", (text) => change("booking", text, true));
  const error = useTypedText(query.get("error") ?? "", (text) => change("error", text, true));
  return (
    <div className={styles.filters}>
      <NativeSelect
        label={t("deliveries.channel")}
        value={query.get("channel") ?? ""}
        onChange={(event) => change("channel", event.currentTarget.value)}
        data={[
          { value: "", label: t("deliveries.channel.all") },
          ...channels.map((channel) => ({ value: channel, label: readableChannel(channel) })),
        ]}
      />
      <NativeSelect
        label={t("deliveries.state")}
        value={query.get("state") ?? ""}
        onChange={(event) => change("state", event.currentTarget.value)}
        data={[
          { value: "", label: t("deliveries.state.all") },
          ...DELIVERY_STATES.map((state) => ({ value: state, label: t(`deliveries.state.${state}`) })),
        ]}
      />
      <TextInput
        label={t("deliveries.booking")}
        inputMode="numeric"
        value={booking.text}
        onChange={(event) => booking.type(event.currentTarget.value)}
        onBlur={booking.flush}
      />
      <TextInput
        label={t("deliveries.error")}
        value={error.text}
        onChange={(event) => error.type(event.currentTarget.value)}
        onBlur={error.flush}
      />
    </div>
  );
}
