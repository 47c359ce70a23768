import { records } from "@/shared/i18n/en/records";
import { channelName, kindName, type MessageT } from "@/shared/i18n/messageWords";
import type { RecordsT } from "@/shared/i18n/recordWords";
import type { AuditEntry } from "./recordQueries";

type Key = keyof typeof records;

type Values = Record<string, string>;

/** The first of these texts that there is; a release may know fewer subjects and actions than the journal has. */
function knownText(t: RecordsT, keys: readonly string[], values: Values = {}): string | null {
  const key = keys.find((candidate) => Object.hasOwn(records, candidate));
  return key ? (t as (key: Key, values: Values) => string)(key as Key, values) : null;
}

const textOf = (t: RecordsT, keys: readonly string[], otherwise: string) =>
  knownText(t, keys) ?? otherwise.replaceAll("_", " ");

export const subjectText = (t: RecordsT, type: string) => textOf(t, [`subject.${type}`], type);

export const actionText = (t: RecordsT, type: string, action: string) =>
  textOf(t, [`did.${type}.${action}`, `did.${action}`], action);

export function actorText(t: RecordsT, entry: AuditEntry): string {
  if (entry.actor_name) return entry.actor_name;
  if (entry.actor_id) return t("actor.person", { id: String(entry.actor_id) });
  if (entry.actor_auth === "signed_link") return t("actor.anyone");
  return textOf(t, [`actor.${entry.actor_role}`], entry.actor_role);
}

/** What happened, in a sentence: "Asha cancelled their booking of Morning Yoga". */
export function sentenceText(t: RecordsT, messages: MessageT, entry: AuditEntry): string {
  const { subject_type, action, subject } = entry;
  const who = actorText(t, entry);
  const of = `says.${subject_type}.${action}`;
  const said = knownText(t, [...variantsOf(entry).map((variant) => `${of}.${variant}`), of], {
    who,
    title: subject?.title ?? titleText(t, messages, entry),
    person: subject?.person ?? t("says.somebody"),
  });
  if (said) return said;
  const what = `${subjectText(t, subject_type)}, ${actionText(t, subject_type, action)}`;
  return t("says.other", { who, what });
}

/** Who did it, or what came of it, where a sentence depends on that. */
function variantsOf({ changes, actor_id, actor_role, subject }: AuditEntry): string[] {
  if ("moved_to" in changes || "moved_from" in changes) return ["moved"];
  if ("refunded_cents" in changes) return ["refund"];
  if (actor_role === "system") return ["system"];
  return actor_id !== null && actor_id === subject?.person_id ? ["own"] : [];
}

/** The name of a thing that the API gives no title of. */
function titleText(t: RecordsT, messages: MessageT, { subject_type, subject_id }: AuditEntry): string {
  if (subject_type === "channel") return channelName(messages, subject_id);
  if (subject_type === "message_text") return kindName(messages, subject_id.split(".")[0] ?? "");
  return `${subjectText(t, subject_type)} ${subject_id}`;
}

/** The page of the thing that an entry is about; null if it has none. */
export function pathOf({ subject_type, subject_id, subject }: AuditEntry): string | null {
  switch (subject_type) {
    case "booking":
      return `/admin/bookings?search=${encodeURIComponent(subject_id)}`;
    case "event":
      return subject ? `/facilitator/events/${subject_id}` : null;
    case "user":
      return subject?.person ? `/admin/people?search=${encodeURIComponent(subject.person)}` : null;
    case "studio":
      return "/admin/studio";
    case "message_text": {
      const [kind = "", language = "", variant = ""] = subject_id.split(".");
      return `/admin/templates?${new URLSearchParams({ kind, language, variant })}`;
    }
    case "api_key":
      return "/admin/api-keys";
    case "suppression":
      return "/admin/suppressions";
    case "channel":
    case "deliveries":
    case "crm":
      return "/admin/integration";
    default:
      return null;
  }
}

/** One changed value as text: old and new, or a fact of the change. */
export function changeText(t: RecordsT, value: unknown): string {
  if (Array.isArray(value) && value.length === 2)
    return t("audit.was", { before: plain(t, value[0]), after: plain(t, value[1]) });
  return plain(t, value);
}

function plain(t: RecordsT, value: unknown): string {
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0))
    return t("audit.nothing");
  return typeof value === "string" ? value : JSON.stringify(value);
}
