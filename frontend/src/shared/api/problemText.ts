import type { MessageKey, T } from "@/shared/i18n/LanguageProvider";
import { ApiProblem, type FieldError } from "./problem";

/** Problems that have a sentence of their own, by the API's code. */
const SENTENCES = {
  invalid_credentials: "signIn.problem.invalid_credentials",
  switched_off: "signIn.problem.switched_off",
  email_taken: "register.problem.email_taken",
  username_taken: "register.problem.username_taken",
  code_expired: "phone.problem.code_expired",
  already_confirmed: "phone.problem.already_confirmed",
  no_phone_number: "phone.problem.no_phone_number",
  sms_not_set_up: "phone.problem.sms_not_set_up",
  already_cancelled: "book.problem.already_cancelled",
} as const satisfies Record<string, MessageKey>;

const FIELD_SENTENCES = {
  missing: "field.required",
  blank: "field.required",
  unknown_field: "field.unknown_field",
  not_email: "field.email",
  not_phone: "field.phone",
  not_time: "field.not_time",
  not_after: "field.not_after",
  in_past: "field.in_past",
  overlapping: "field.overlapping",
  unprintable: "field.unprintable",
  not_currency: "field.not_currency",
  not_zone: "field.zone",
  not_url: "field.not_url",
  not_choice: "field.not_choice",
  several_lines: "field.several_lines",
  no_texts: "field.no_texts",
  wrong_code: "field.wrong_code",
  web_address: "field.web_address",
  bidi_control: "field.unprintable",
  wrong_type: "field.wrong_type",
  wrong_format: "field.wrong_type",
  password_too_short: "field.passwordShort",
  password_common: "field.password_common",
  password_repetitive: "field.password_repetitive",
  password_is_username: "field.password_is_username",
  password_too_long: "field.password_too_long",
  password_is_email: "field.password_is_email",
  password_is_name: "field.password_is_name",
  password_is_product: "field.password_is_product",
  password_unchanged: "field.passwordSame",
} as const satisfies Record<string, MessageKey>;

/** What went wrong, in a sentence of the reader's language. */
export function problemText(t: T, problem: unknown): string {
  if (!(problem instanceof ApiProblem)) return t("error.broken.text");
  if (isKey(SENTENCES, problem.code)) return t(SENTENCES[problem.code]);
  if (problem.unreachable) return t("error.unreachable");
  if (problem.status === 429)
    return t("error.tooMany", { count: Math.ceil((problem.retryAfter ?? 60) / 60) });
  if (problem.status === 401) return t("error.signedOut.text");
  if (problem.status === 403) return t("error.forbidden");
  if (problem.status === 404) return t("error.gone");
  const [first] = problem.fieldErrors;
  if (first) return fieldErrorText(t, first);
  return isSentence(problem.message) ? problem.message : t("error.broken.text");
}

/** What is wrong with a field. The API's own sentence is used only for unknown codes. */
export function fieldErrorText(t: T, { code, message, min, max }: FieldError): string {
  if (code === "too_short" && min !== undefined) return t("field.too_short", { count: min });
  if (code === "too_long" && max !== undefined) return t("field.too_long", { count: max });
  if (code === "too_small" && min !== undefined) return t("field.too_small", { count: min });
  if (code === "too_large" && max !== undefined) return t("field.too_large", { count: max });
  if (isKey(FIELD_SENTENCES, code)) return t(FIELD_SENTENCES[code]);
  return isSentence(message) ? message : t("field.wrong_type");
}

/** Why the API refused the field `name`, undefined if it did not. */
export function fieldProblemText(t: T, problem: unknown, name: string): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  const error = problem.fieldErrors.find(({ field }) => field === name);
  if (error) return fieldErrorText(t, error);
  return problem.field === name ? problemText(t, problem) : undefined;
}

/** Whether people can read the message. Messages for developers name a field in quotes or a status code. */
function isSentence(message: string): boolean {
  return /^[A-Z0-9]/.test(message) && !message.startsWith("HTTP ") && !/'\w+'/.test(message);
}

function isKey<O extends object>(object: O, key: string | undefined): key is string & keyof O {
  return key !== undefined && Object.hasOwn(object, key);
}
