import { records } from "@/shared/i18n/en/records";
import type { RecordsT } from "@/shared/i18n/recordWords";
import type { AuditEntry } from "./recordQueries";

type Key = keyof typeof records;

/** The first of these texts that there is; a release may know fewer subjects and actions than the journal has. */
function textOf(t: RecordsT, keys: readonly string[], otherwise: string): string {
  const key = keys.find((candidate) => Object.hasOwn(records, candidate));
  return key ? (t as (key: Key) => string)(key as Key) : otherwise.replaceAll("_", " ");
}

export const subjectText = (t: RecordsT, type: string) => textOf(t, [`subject.${type}`], type);

export const actionText = (t: RecordsT, type: string, action: string) =>
  textOf(t, [`did.${type}.${action}`, `did.${action}`], action);

export function actorText(t: RecordsT, entry: AuditEntry): string {
  if (entry.actor_name) return entry.actor_name;
  if (entry.actor_id) return t("actor.person", { id: String(entry.actor_id) });
  if (entry.actor_auth === "signed_link") return t("actor.anyone");
  return textOf(t, [`actor.${entry.actor_role}`], entry.actor_role);
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
