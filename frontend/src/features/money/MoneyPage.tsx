import { Button, NativeSelect, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconScale } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { facilitatorsQuery } from "@/features/events";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Ago } from "@/shared/ui/Ago";
import { FailurePart } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { StateBadge } from "@/shared/ui/StateBadge";
import styles from "./Money.module.css";
import { checkQuery, type MoneyCheck, useMoneyChanges } from "./moneyQueries";
import { OrderPage } from "./OrderPage";
import { StatementView } from "./StatementView";

const PAGE = "/admin/money";

/** Whether all sums agree, and each facilitator's statement. */
export function MoneyPage() {
  return (
    <Page title={t("money.title")}>
      <div className={styles.page}>
        <PageHeading>{t("money.title")}</PageHeading>
        <Check />
        <Statements />
      </div>
    </Page>
  );
}

export function AdminOrderPage() {
  return <OrderPage back={PAGE} />;
}

function Check() {
  const { checkMoney } = useMoneyChanges();
  const { data: found, error, refetch } = useQuery(checkQuery);
  const run = useMutation({ mutationFn: checkMoney });
  return (
    <section className={styles.part} aria-labelledby="check-heading">
      <div className={styles.bar}>
        <div>
          <Title order={2} size="h3" id="check-heading">
            {t("check.title")}
          </Title>
          <Text c="dimmed">{t("check.intro")}</Text>
        </div>
        <Button
          leftSection={<IconScale size={18} aria-hidden={true} />}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          {t("check.run")}
        </Button>
      </div>
      {run.error ? <Notice tone="bad">{staffProblemText(run.error)}</Notice> : null}
      <div aria-live="polite">
        {found ? (
          <Found check={found} />
        ) : error ? (
          <FailurePart problem={error} retry={refetch} />
        ) : (
          <Placeholder shapes={["line"]} />
        )}
      </div>
    </section>
  );
}

function Found({ check }: { check: MoneyCheck }) {
  if (check.checked_at === null) return <p className={styles.soft}>{t("check.never")}</p>;
  return (
    <>
      <p className={styles.state}>
        {check.differing === 0 ? (
          <StateBadge tone="good" icon={IconCircleCheck}>
            {t("check.fine")}
          </StateBadge>
        ) : (
          <StateBadge tone="bad">{t("check.differs", { count: check.differing })}</StateBadge>
        )}
        <span className={styles.soft}>
          <Ago at={check.checked_at} />
        </span>
      </p>
      <ul className={styles.list}>
        {check.differences.map((difference, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a difference has no id, and the list is replaced as a whole.
          <li key={index} className={styles.line}>
            <span className={styles.what}>
              <strong>{difference.sentence}</strong>
              <span className={styles.soft}>{difference.remedy}</span>
            </span>
            {difference.order_id ? (
              <Link to={`${PAGE}/${difference.order_id}`}>
                {t("statement.orderLink", { id: String(difference.order_id) })}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function Statements() {
  const [query, setQuery] = useSearchParams();
  const { data: facilitators } = useQuery(facilitatorsQuery);
  const first = facilitators?.[0]?.id ?? 0;
  const chosen = Number(query.get("facilitator")) || first;
  if (!facilitators || chosen === 0) return null;
  const select = (
    <NativeSelect
      size="md"
      label={t("statement.facilitator")}
      data={facilitators.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={String(chosen)}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setQuery((now) => {
          const next = new URLSearchParams(now);
          next.set("facilitator", value);
          return next;
        });
      }}
    />
  );
  return <StatementView facilitatorId={chosen} orders={PAGE} own={false} filter={select} />;
}
