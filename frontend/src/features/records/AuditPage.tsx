import { NativeSelect, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type RecordsT, recordWords } from "@/shared/i18n/recordWords";
import { useWords } from "@/shared/i18n/useWords";
import { useZone } from "@/shared/time/useZone";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { AuditRow } from "./AuditRow";
import { actionText, subjectText } from "./auditText";
import { Filters, Period, useFilters } from "./Filters";
import { PersonChoice } from "./PersonChoice";
import styles from "./Records.module.css";
import { RecordTable } from "./RecordTable";
import { auditActionsQuery, auditFilters, auditQuery } from "./recordQueries";

/** Who did what to whom and when: the journal, in sentences. */
export function AuditPage() {
  const t = useWords(recordWords);
  return (
    <Page title={t("audit.title")}>
      <div className={styles.page}>
        <div>
          <PageHeading>{t("audit.title")}</PageHeading>
          <Text c="dimmed">{t("audit.intro")}</Text>
        </div>
        <Filters>
          <PersonChoice />
          <WhatChoice />
          <Period from={t("list.from")} to={t("list.to")} />
        </Filters>
        <Entries />
      </div>
    </Page>
  );
}

/** A kind of subject, or one thing that was done to it. One subject is chosen by the link of a row. */
function WhatChoice() {
  const t = useWords(recordWords);
  const [query, set] = useFilters();
  const { data: subjects = [] } = useQuery(auditActionsQuery);
  const [what, id] = [query.get("what") ?? "", query.get("id")];
  const value = id ? `${what}#${id}` : [what, query.get("did")].filter(Boolean).join("/");
  return (
    <NativeSelect
      label={t("audit.what")}
      value={value}
      onChange={(event) => {
        const [type = "", did = ""] = event.currentTarget.value.split("/");
        set({ what: type, did, id: "" });
      }}
    >
      <option value="">{t("audit.anything")}</option>
      {id ? <option value={value}>{`${subjectText(t, what)} ${id}`}</option> : null}
      {subjects.map(({ subject_type, actions }) => (
        <optgroup key={subject_type} label={subjectText(t, subject_type)}>
          <option value={subject_type}>{allOf(t, subject_type)}</option>
          {actions.map((action) => (
            <option key={action} value={`${subject_type}/${action}`}>
              {`${subjectText(t, subject_type)}: ${actionText(t, subject_type, action)}`}
            </option>
          ))}
        </optgroup>
      ))}
    </NativeSelect>
  );
}

const allOf = (t: RecordsT, type: string) => t("audit.allOf", { subject: subjectText(t, type) });

function Entries() {
  const t = useWords(recordWords);
  const zone = useZone();
  const [query] = useFilters();
  return (
    <RecordTable
      list={useInfiniteQuery(auditQuery(auditFilters(query, zone)))}
      label={t("audit.list")}
      columns={[t("audit.did"), t("audit.when")]}
      empty={{ title: t("audit.empty"), text: t("audit.intro") }}
      line={(entry) => <AuditRow key={entry.id} entry={entry} />}
    />
  );
}
