import { channelName, knownKindName, messageWords, reasonText } from "@/shared/i18n/messageWords";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { wordsAtCall } from "@/shared/i18n/useWords";

const words = wordsAtCall(messageWords);

const SYSTEM_CHANNELS = ["crm", "crm_registrations", "payments", "alerts"] as const;
const SUBJECTS = ["booking", "event", "order", "session", "user"] as const;
// Messages to other systems. One of a later release is named by its code.
const SYSTEM_KINDS = [
  "alert",
  "ask",
  "booking_created",
  "booking_removed",
  "booking_updated",
  "customer_registration",
  "event_created",
  "event_deleted",
  "event_updated",
  "expire",
  "integration_test",
  "session_cancelled",
  "session_created",
  "session_updated",
  "user_registered",
  "user_updated",
] as const;

/** "E-mail"; of another system "CRM registrations" for "crm_registrations". */
export function readableChannel(channel: string): string {
  const system = SYSTEM_CHANNELS.find((name) => name === channel);
  if (system) return t(`delivery.channel.${system}`);
  return capital(channelName(words, channel));
}

/** The name of a message, as guests read it; of one to another system "Booking created" for "booking_created". */
export function readableKind(kind: string): string {
  const system = SYSTEM_KINDS.find((name) => name === kind);
  return (
    knownKindName(words, kind) ?? (system ? t(`delivery.kind.${system}`) : capital(kind.replaceAll("_", " ")))
  );
}

/** "booking:12" as "booking 12". */
export function readableSubject(subject: string): string {
  const [type, id = ""] = subject.split(":");
  const known = SUBJECTS.find((name) => name === type);
  return known ? t(`delivery.subject.${known}`, { id }) : subject.replace(":", " ");
}

/** "Ines Silva, booking 12" of a message about a person; "booking 12" of another. */
export function readablePerson({ person, subject }: { person?: string | null; subject: string }): string {
  return person ? `${person}, ${readableSubject(subject)}` : readableSubject(subject);
}

/** Why a delivery failed, or in a sentence why its message was not sent: "replaced" is a code. */
export function readableError({ status, last_error: error }: { status: string; last_error?: string | null }) {
  return (status === "skipped" && reasonText(words, error)) || error;
}

const COUNTED_UP_TO = 100_000;

/** The API stops counting at 100,001, which is shown as "100,000+". */
export function readableCount(count: number): string {
  if (count > COUNTED_UP_TO) return t("integration.atLeast", { count: COUNTED_UP_TO });
  return new Intl.NumberFormat(staffLocale()).format(count);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
