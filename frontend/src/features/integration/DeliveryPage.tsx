import { Button, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { BackLink } from "@/shared/ui/BackLink";
import table from "@/shared/ui/cardTable.module.css";
import { Fact } from "@/shared/ui/Fact";
import { FailurePart } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { ReasonDialog } from "@/shared/ui/ReasonDialog";
import { useMoment } from "@/shared/ui/useMoment";
import styles from "./DeliveryPage.module.css";
import { DeliveryStatus } from "./DeliveryStatus";
import {
  type Attempt,
  deliveryQuery,
  discardDeliveries,
  integrationKeys,
  retryDeliveries,
} from "./integrationApi";
import { readableChannel, readableError, readableKind, readableSubject } from "./readable";

export function DeliveryPage() {
  const messageId = Number(useParams().messageId);
  const found = useQuery(deliveryQuery(messageId));
  const moment = useMoment();
  const delivery = found.data;
  return (
    <Page title={t("delivery.title", { id: String(messageId) })} width="text">
      <div className={styles.page}>
        <BackLink to="/admin/integration">{t("delivery.back")}</BackLink>
        {delivery ? (
          <>
            <header className={styles.head}>
              <PageHeading className={styles.name}>{readableKind(delivery.kind)}</PageHeading>
              <DeliveryStatus status={delivery.status} />
            </header>
            {delivery.last_error && delivery.status !== "delivered" ? (
              <p className={styles.error}>{readableError(delivery)}</p>
            ) : null}
            <Actions messageId={messageId} dead={delivery.status === "dead"} />
            <dl className={styles.facts}>
              <Fact className={styles.fact} name={t("deliveries.channel")}>
                {readableChannel(delivery.channel)}
              </Fact>
              <Fact className={styles.fact} name={t("delivery.subject")}>
                {readableSubject(delivery.subject)}, {t("delivery.version").toLowerCase()} {delivery.version}
              </Fact>
              {delivery.person ? (
                <Fact className={styles.fact} name={t("delivery.person")}>
                  <Link to={`/admin/customers?search=${encodeURIComponent(delivery.person)}`}>
                    <bdi>{delivery.person}</bdi>
                  </Link>
                </Fact>
              ) : null}
              <Fact className={styles.fact} name={t("delivery.event")}>
                <code>{delivery.event_id}</code>
              </Fact>
              <Fact className={styles.fact} name={t("delivery.created")}>
                {moment(delivery.created_at)}
              </Fact>
              {delivery.status === "pending" ? (
                <Fact className={styles.fact} name={t("delivery.due")}>
                  {moment(delivery.due_at)}
                </Fact>
              ) : null}
              {delivery.finished_at ? (
                <Fact className={styles.fact} name={t("delivery.finished")}>
                  {moment(delivery.finished_at)}
                </Fact>
              ) : null}
            </dl>
            <Attempts attempts={delivery.attempts_made} total={delivery.attempts_total} />
            <Json title={t("delivery.request")} note={t("delivery.masked")} value={delivery.request} />
            <Json title={t("delivery.response")} value={delivery.response} />
          </>
        ) : found.error ? (
          <FailurePart problem={found.error} retry={found.refetch} />
        ) : (
          <Placeholder shapes={["title", "line", "row", "row"]} />
        )}
      </div>
    </Page>
  );
}

function Actions({ messageId, dead }: { messageId: number; dead: boolean }) {
  const queryClient = useQueryClient();
  const [discarding, setDiscarding] = useState(false);
  const action = useMutation({
    mutationFn: (reason: string | null) =>
      reason === null
        ? retryDeliveries({ ids: [messageId] })
        : discardDeliveries({ ids: [messageId] }, reason),
    onSuccess: () => setDiscarding(false),
    onSettled: () => queryClient.invalidateQueries({ queryKey: integrationKeys.all }),
  });
  return (
    <>
      {action.error && !discarding ? <Notice tone="bad">{staffProblemText(action.error)}</Notice> : null}
      {action.data !== undefined ? (
        <Notice tone="good">
          {t(action.variables === null ? "deliveries.retried" : "deliveries.discarded", {
            count: action.data,
          })}
        </Notice>
      ) : null}
      {dead ? (
        <div className={styles.buttons}>
          <Button
            loading={action.isPending && !discarding}
            onClick={() => {
              if (!action.isPending) action.mutate(null);
            }}
          >
            {t("delivery.retry")}
          </Button>
          <Button variant="default" onClick={() => setDiscarding(true)}>
            {t("delivery.discard")}
          </Button>
        </div>
      ) : null}
      {discarding ? (
        <ReasonDialog
          title={t("discard.title", { count: 1 })}
          text={t("discard.text")}
          confirmText={t("discard.confirm")}
          busy={action.isPending}
          problem={action.error}
          onConfirm={(reason) => action.mutate(reason)}
          onClose={() => setDiscarding(false)}
        />
      ) : null}
    </>
  );
}

const OUTCOMES = ["delivered", "retry", "refused", "dead", "skipped"] as const;

function Attempts({ attempts, total }: { attempts: readonly Attempt[]; total: number }) {
  const moment = useMoment();
  const outcome = (name: string) => {
    const known = OUTCOMES.find((candidate) => candidate === name);
    return known ? t(`delivery.outcome.${known}`) : name;
  };
  return (
    <section className={styles.attempts} aria-labelledby="attempts-heading">
      <Title order={2} size="h3" id="attempts-heading">
        {t("delivery.attempts")}
      </Title>
      {total > attempts.length ? (
        <p className={styles.note}>{t("delivery.earlier", { count: total - attempts.length })}</p>
      ) : null}
      {attempts.length === 0 ? (
        <p className={styles.note}>{t("delivery.noAttempts")}</p>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t("delivery.started")}</th>
              <th scope="col">{t("delivery.outcome")}</th>
              <th scope="col">{t("delivery.status")}</th>
              <th scope="col">{t("delivery.duration")}</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt) => (
              <tr key={attempt.started_at} className={table.line}>
                <th scope="row" className={table.number}>
                  {moment(attempt.started_at)}
                </th>
                <td>
                  {outcome(attempt.outcome)}
                  {attempt.error ? <span className={table.under}>{attempt.error}</span> : null}
                </td>
                <td className={table.number}>
                  <span className={table.label}>{t("delivery.status")}: </span>
                  {attempt.status_code ?? "–"}
                </td>
                <td className={table.number}>
                  <span className={table.label}>{t("delivery.duration")}: </span>
                  {t("live.milliseconds", { count: attempt.duration_ms })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

type JsonProps = { title: string; note?: string; value: unknown };

function Json({ title, note, value }: JsonProps) {
  return (
    <div>
      <Title order={2} size="h3">
        {title}
      </Title>
      {note ? <p className={styles.note}>{note}</p> : null}
      {value === null ? (
        <p className={styles.note}>{t("delivery.noResponse")}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
        <section className={styles.json} tabIndex={0} aria-label={title}>
          <pre className={styles.text}>{JSON.stringify(value, null, 2)}</pre>
        </section>
      )}
    </div>
  );
}
