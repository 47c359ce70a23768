import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { BackLink } from "@/shared/ui/BackLink";
import { Fact } from "@/shared/ui/Fact";
import { FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import styles from "./Customers.module.css";
import { type CustomerDetail, customerQuery } from "./customerQueries";

export function CustomerPage() {
  const found = useQuery(customerQuery(Number(useParams().customerId)));
  return (
    <Page title={found.data?.name ?? t("customers.title")} width="text">
      <div className={styles.page}>
        <BackLink to="/admin/customers">{t("customers.title")}</BackLink>
        {found.data ? (
          <Detail customer={found.data} />
        ) : found.error ? (
          <FailurePart problem={found.error} retry={found.refetch} text={t("customers.away")} />
        ) : (
          <Placeholder shapes={["title", "line", "row"]} />
        )}
      </div>
    </Page>
  );
}

function Detail({ customer }: { customer: CustomerDetail }) {
  const zone = useZone();
  const day = (at: string) => formatDay(new Date(at), zone, staffLocale());
  return (
    <>
      <PageHeading className={styles.name}>
        <bdi>{customer.name}</bdi>
      </PageHeading>
      <dl className={styles.facts}>
        <Fact className={styles.fact} name={t("customers.email")}>
          <a href={`mailto:${customer.email}`}>{customer.email}</a>
        </Fact>
        <Fact className={styles.fact} name={t("customers.phone")}>
          {customer.phone ? <a href={`tel:${customer.phone}`}>{customer.phone}</a> : "–"}
        </Fact>
        <Fact className={styles.fact} name={t("customers.since")}>
          {day(customer.created_at)}
        </Fact>
      </dl>
      <Group title={t("customers.requests")} empty={t("customers.noRequests")}>
        {customer.requests.map((request) => (
          <li key={request.id}>
            <Link to={`/admin/approvals?show=history&request=${request.id}`}>
              {t(request.kind === "repair" ? "approvals.one.repair" : "approvals.one.registration")}
            </Link>
            <span className={styles.when}>{day(request.created_at)}</span>
          </li>
        ))}
      </Group>
      {customer.tickets.length > 0 ? (
        <Group title={t("customers.tickets")} empty="">
          {customer.tickets.map((ticket) => (
            <li key={ticket.id}>
              <span>{t("approval.ticket", { number: ticket.ticket_number, status: ticket.status })}</span>
              <span className={styles.when}>{day(ticket.created_at)}</span>
            </li>
          ))}
        </Group>
      ) : null}
    </>
  );
}

function Group({ title, empty, children }: { title: string; empty: string; children: readonly ReactNode[] }) {
  return (
    <section>
      <Title order={2} size="h3">
        {title}
      </Title>
      {children.length > 0 ? <ul className={styles.entries}>{children}</ul> : <p>{empty}</p>}
    </section>
  );
}
