import { Title } from "@mantine/core";
import { STAFF_LOCALE, staffWords as t } from "@/shared/i18n/staffWords";
import styles from "./PayloadFacts.module.css";

type Fact = { name: string; value: string };

/** Every field of a request as the sender sent it, including fields that this app does not know. */
export function PayloadFacts({ payload }: { payload: Record<string, unknown> }) {
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
              {factsOf(part as Record<string, unknown>).map((fact) => (
                <div key={fact.name} className={styles.fact}>
                  <dt>{fact.name}</dt>
                  <dd>{fact.value}</dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
    </div>
  );
}

function factsOf(part: Record<string, unknown>): Fact[] {
  return Object.entries(part).flatMap(([name, value]) => {
    if (value === null || value === undefined || value === "") return [];
    return [{ name: readable(name), value: inWords(value) }];
  });
}

/** "issueDescription" and "issue_description" as "Issue description". */
export function readable(name: string): string {
  const words = name
    .replaceAll("_", " ")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLocaleLowerCase(STAFF_LOCALE);
  return words.charAt(0).toLocaleUpperCase(STAFF_LOCALE) + words.slice(1);
}

function inWords(value: unknown): string {
  if (typeof value === "boolean") return t(value ? "approval.yes" : "approval.no");
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  if (typeof value === "object" && value !== null) {
    return factsOf(value as Record<string, unknown>)
      .map((fact) => `${fact.name}: ${fact.value}`)
      .join(", ");
  }
  return String(value);
}
