import { money } from "@/shared/i18n/en/money";
import { staffWords as t } from "@/shared/i18n/staffWords";

type Known<P extends string> = Extract<keyof typeof money, `${P}.${string}`>;
type Simple = "payment.state" | "refund.state" | "refund.kind" | "provider.name" | "statement.kind";

/** The word for a code of the API; the code itself if this release does not know it. */
export function wordOf(prefix: Simple | "door", code: string): string {
  const key = `${prefix}.${code}`;
  return Object.hasOwn(money, key) ? t(key as Known<Simple>) : code.replaceAll("_", " ");
}
