import { Button, Checkbox, NativeSelect, Text, TextInput } from "@mantine/core";
import { IconBan, IconCircleCheck, IconEraser, IconMail } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiProblem } from "@/shared/api/problem";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import { auth, useAuth } from "@/shared/auth/auth";
import { useConfirmed } from "@/shared/auth/useConfirmed";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { officeWords } from "@/shared/i18n/officeWords";
import { useWords } from "@/shared/i18n/useWords";
import card from "@/shared/ui/card.module.css";
import table from "@/shared/ui/cardTable.module.css";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import danger from "@/shared/ui/danger.module.css";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf, withFilter } from "@/shared/ui/listQuery";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { SearchField } from "@/shared/ui/SearchField";
import { StateBadge } from "@/shared/ui/StateBadge";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import styles from "./People.module.css";
import {
  type Act,
  act,
  invite,
  type Person,
  peopleKeys,
  peopleQuery,
  ROLES,
  type Role,
} from "./peopleQueries";
import { UpcomingEvents, upcomingEventsQuery } from "./UpcomingEvents";

/** `drop`: the facilitator role is about to be taken from somebody who has events ahead. */
type Asked = "roles" | "drop" | "switch-off" | "erase";

const STATES = {
  active: ["good", IconCircleCheck],
  invited: ["quiet", IconMail],
  switched_off: ["bad", IconBan],
  erased: ["quiet", IconEraser],
} as const;

/** Everybody with an account: who has which roles, invitations, and accounts that are switched off. */
export function PeoplePage() {
  const t = useWords(officeWords);
  const [query, setQuery] = useAddressQuery();
  const wanted = (query.get("search") ?? "").slice(0, 200);
  const role = (["user", "facilitator", "admin"] as const).find((each) => each === query.get("role")) ?? null;
  const set = (name: string, value: string) =>
    setQuery((current) => withFilter(current, name, value), { replace: true });
  const list = useQuery(peopleQuery(wanted, role, pageOf(query)));
  return (
    <Page title={t("people.title")}>
      <div className={card.page}>
        <div>
          <PageHeading>{t("people.title")}</PageHeading>
          <Text c="dimmed">{t("people.intro")}</Text>
        </div>
        <Invite />
        <div className={styles.row}>
          <SearchField
            className={styles.search}
            label={t("people.search")}
            value={wanted}
            onSearch={(text) => set("search", text)}
          />
          <NativeSelect
            aria-label={t("people.role")}
            data={[
              { value: "", label: t("people.everybody") },
              ...(["user", ...ROLES] as const).map((each) => ({ value: each, label: t(`role.${each}`) })),
            ]}
            value={role ?? ""}
            onChange={(event) => set("role", event.currentTarget.value)}
          />
        </div>
        {!list.data ? (
          list.error ? (
            <FailurePart problem={list.error} retry={list.refetch} />
          ) : (
            <Placeholder shapes={["row", "row", "row"]} />
          )
        ) : list.data.people.length === 0 ? (
          <EmptyState title={t("people.nobody")} text={t("people.nobodyText")} />
        ) : (
          <div>
            <PeopleTable people={list.data.people} total={list.data.pagination.total} />
            <Pager pagination={list.data.pagination} />
          </div>
        )}
      </div>
    </Page>
  );
}

function Invite() {
  const t = useWords(officeWords);
  const { t: words, code } = useLanguage();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState({ name: "", email: "", roles: ["facilitator"] as Role[] });
  const [invited, setInvited] = useState<string | null>(null);
  const send = useConfirmed(
    () => invite({ ...draft, name: draft.name.trim(), email: draft.email.trim(), language: code }),
    () => {
      setInvited(draft.email.trim());
      setDraft({ name: "", email: "", roles: ["facilitator"] });
      setOpen(false);
      return queryClient.invalidateQueries({ queryKey: peopleKeys.all });
    },
  );
  const refused = (field: string) => fieldProblemText(words, send.problem, field);
  const taken = send.problem instanceof ApiProblem && send.problem.code === "email_taken";
  if (!open)
    return (
      <div className={card.page}>
        {invited ? <Notice tone="good">{t("people.invited", { email: invited })}</Notice> : null}
        <Button className={card.submit} onClick={() => setOpen(true)}>
          {t("people.invite")}
        </Button>
      </div>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.run(undefined);
  };
  return (
    <>
      <form className={card.card} onSubmit={submit} noValidate>
        <TextInput
          size="md"
          label={t("people.name")}
          autoComplete="off"
          maxLength={200}
          value={draft.name}
          error={refused("name")}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        <TextInput
          size="md"
          type="email"
          label={t("people.email")}
          description={t("people.emailHint")}
          autoComplete="off"
          value={draft.email}
          error={taken ? t("people.taken") : refused("email")}
          onChange={(event) => setDraft({ ...draft, email: event.currentTarget.value })}
        />
        <RoleChoice value={draft.roles} onChange={(roles) => setDraft({ ...draft, roles })} />
        {send.problem && !taken && !refused("name") && !refused("email") ? (
          <Notice tone="bad">{problemText(words, send.problem)}</Notice>
        ) : null}
        <div className={styles.row}>
          <Button type="submit" loading={send.pending}>
            {t("people.send")}
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            {t("people.back")}
          </Button>
        </div>
      </form>
      {/* Outside: it has a form of its own, and forms can't be nested. */}
      {send.dialog}
    </>
  );
}

function RoleChoice({ value, onChange }: { value: Role[]; onChange: (roles: Role[]) => void }) {
  const t = useWords(officeWords);
  return (
    <Checkbox.Group
      size="md"
      label={t("people.roles")}
      value={value}
      onChange={(roles) => onChange(ROLES.filter((role) => roles.includes(role)))}
    >
      <div className={card.choices}>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            size="md"
            value={role}
            label={t(`role.${role}`)}
            description={t(`role.${role}.may`)}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function PeopleTable({ people, total }: { people: readonly Person[]; total: number }) {
  const t = useWords(officeWords);
  return (
    <table className={table.table}>
      <caption className={table.caption}>{t("people.count", { count: total })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("people.name")}</th>
          <th scope="col">{t("people.roles")}</th>
          <th scope="col">{t("people.state")}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </tbody>
    </table>
  );
}

function PersonRow({ person }: { person: Person }) {
  const t = useWords(officeWords);
  const { t: words } = useLanguage();
  const { user } = useAuth();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [sentAgain, setSentAgain] = useState(false);
  const [roles, setRoles] = useState<Role[]>([]);
  const change = useConfirmed(
    (what: Act) => act(person.id, what),
    async ({ kind }) => {
      setAsked(null);
      setSentAgain(kind === "invite");
      // One's own new roles are in the next token.
      if (person.id === user?.id) await auth.renew();
      await queryClient.invalidateQueries({ queryKey: peopleKeys.all });
    },
  );
  const refused = refusalOf(change.problem);
  const shown = refused
    ? t(`people.refused.${refused.code}`, { count: refused.count })
    : change.problem && problemText(words, change.problem);
  const [tone, icon] = STATES[person.state];
  const erased = person.state === "erased";
  const leads = person.roles.includes("facilitator");
  const upcoming = useQuery({ ...upcomingEventsQuery(person.id), enabled: asked !== null && leads });
  const warns = leads && (upcoming.data?.total ?? 0) > 0;
  const ask = (what: Asked) => {
    setRoles(ROLES.filter((role) => person.roles.includes(role)));
    setAsked(what);
  };
  const confirm = () => {
    const drops = leads && !roles.includes("facilitator");
    if (asked === "roles" && drops && warns) setAsked("drop");
    else if (asked === "roles" || asked === "drop") change.run({ kind: "roles", roles });
    else if (asked) change.run({ kind: asked });
  };
  return (
    <tr className={table.line}>
      <th scope="row">
        <span dir="auto">{erased ? t("people.erased") : person.name}</span>
        <span className={table.under}>{erased ? t("people.number", { id: person.id }) : person.email}</span>
        {sentAgain ? <Notice tone="good">{t("people.sentAgain")}</Notice> : null}
        {shown && !asked ? <Notice tone="bad">{shown}</Notice> : null}
      </th>
      <td>{person.roles.map((role) => t(`role.${role as Role}`)).join(", ")}</td>
      <td>
        <StateBadge tone={tone} icon={icon}>
          {t(`state.${person.state}`)}
        </StateBadge>
      </td>
      <td>
        {erased ? null : (
          <Button
            variant="default"
            aria-label={t("people.changeOf", { name: person.name })}
            onClick={() => ask("roles")}
          >
            {t("people.change")}
          </Button>
        )}
        {asked && !change.dialog ? (
          <Dialog
            title={t(asked === "roles" ? "people.changeOf" : `people.${asked}.title`, { name: person.name })}
            onClose={() => setAsked(null)}
          >
            {asked === "roles" ? (
              <>
                <RoleChoice value={roles} onChange={setRoles} />
                <div className={styles.row}>
                  {person.state === "invited" ? (
                    <Button variant="default" onClick={() => change.run({ kind: "invite" })}>
                      {t("people.inviteAgain")}
                    </Button>
                  ) : null}
                  {person.state === "switched_off" ? (
                    <Button variant="default" onClick={() => change.run({ kind: "switch-on" })}>
                      {t("people.switchOn")}
                    </Button>
                  ) : (
                    <Button variant="default" onClick={() => ask("switch-off")}>
                      {t("people.switchOff")}
                    </Button>
                  )}
                  <Button variant="default" onClick={() => ask("erase")}>
                    {t("people.erase")}
                  </Button>
                </div>
              </>
            ) : asked === "drop" ? null : (
              <p>{t(`people.${asked}.text`)}</p>
            )}
            {asked === "erase" ? (
              <>
                <p>{t("people.erase.stays")}</p>
                <p>{t("people.erase.final")}</p>
              </>
            ) : null}
            {(asked === "drop" || asked === "switch-off") && upcoming.data ? (
              <UpcomingEvents name={person.name} upcoming={upcoming.data} />
            ) : null}
            {shown ? <Notice tone="bad">{shown}</Notice> : null}
            <DialogButtons>
              <Button variant="default" onClick={() => setAsked(null)}>
                {t("people.back")}
              </Button>
              <Button
                {...(asked === "roles" ? {} : { className: danger.confirm })}
                loading={change.pending || upcoming.isLoading}
                onClick={confirm}
              >
                {t(asked === "roles" ? "people.saveRoles" : `people.${asked}.do`)}
              </Button>
            </DialogButtons>
          </Dialog>
        ) : null}
        {change.dialog}
      </td>
    </tr>
  );
}

const REFUSALS = [
  "erased",
  "last_admin",
  "own_account",
  "has_bookings",
  "has_sessions",
  "money_open",
  "still_on_its_way",
] as const;

/** Why the API refuses to change or erase somebody, and how many things are the reason. */
function refusalOf(problem: unknown) {
  if (!(problem instanceof ApiProblem)) return null;
  const code = REFUSALS.find((each) => each === problem.code);
  return code ? { code, count: Number(problem.members.number ?? 1) } : null;
}
