import { Title } from "@mantine/core";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import styles from "./PayloadFacts.module.css";

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

// Those of the webhooks. Any other is named as its sender wrote it.
const FIELDS = [
  "customer",
  "repair",
  "metadata",
  "firstName",
  "lastName",
  "email",
  "phone",
  "websiteUserId",
  "registrationDate",
  "source",
  "language",
  "registrationSource",
  "timestamp",
  "ticketNumber",
  "websiteRepairId",
  "customerEmail",
  "customerName",
  "deviceType",
  "deviceModel",
  "issueDescription",
  "serviceType",
  "priority",
  "address",
  "notes",
  "createdAt",
  "estimatedCost",
  "photos",
  "bookingChannel",
  "preferences",
] as const;

type Fact = { name: string; value: string };

/** Every field of a request as the sender sent it, including fields that this app does not know. */
export function PayloadFacts({ payload }: { payload: Record<string, unknown> }) {
  const zone = useZone();
  return (
    <div className={styles.parts}>
      {Object.entries(payload)
        .filter(([, part]) => typeof part === "object" && part !== null)
        .map(([name, part]) => (
          <div key={name}>
            <Title order={3} size="h4">
              {readable(name)}
            </Title>
            <dl className={styles.facts}>
              {factsOf(part as Record<string, unknown>, zone).map((fact) => (
                <div key={fact.name} className={styles.fact}>
                  <dt>{fact.name}</dt>
                  <dd dir="auto">{fact.value}</dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
    </div>
  );
}

function factsOf(part: Record<string, unknown>, zone: string): Fact[] {
  return Object.entries(part).flatMap(([name, value]) => {
    // "pending_approval" is how the request came in; where it stands now is shown above.
    if (name === "status" && value === "pending_approval") return [];
    const words = value === null || value === undefined ? "" : inWords(value, zone);
    return words ? [{ name: readable(name), value: words }] : [];
  });
}

/** "issueDescription" and "issue_description" as "Issue description". */
export function readable(name: string): string {
  const field = FIELDS.find((known) => known === name);
  if (field) return t(`approval.field.${field}`);
  const words = name
    .replaceAll("_", " ")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLocaleLowerCase(staffLocale())
    .replace(/\bemail\b/, "e-mail")
    .replace(/\bid\b/, "ID");
  return words.charAt(0).toLocaleUpperCase(staffLocale()) + words.slice(1);
}

function inWords(value: unknown, zone: string): string {
  if (typeof value === "boolean") return t(value ? "approval.yes" : "approval.no");
  if (Array.isArray(value)) return value.map((one) => inWords(one, zone)).join(", ");
  if (typeof value === "object" && value !== null) {
    return factsOf(value as Record<string, unknown>, zone)
      .map((fact) => `${fact.name}: ${fact.value}`)
      .join(", ");
  }
  if (typeof value === "string" && MOMENT.test(value)) {
    const moment = new Date(value);
    return `${formatDay(moment, zone, staffLocale())}, ${formatClock(moment, zone, staffLocale())}`;
  }
  return String(value);
}
