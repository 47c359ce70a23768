import { describe, expect, test } from "vitest";
import { ApiProblem, problemFrom } from "@/shared/api/problem";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import { customer as english } from "@/shared/i18n/en/customer";
import { customer as hindi } from "@/shared/i18n/hi/customer";
import { translator } from "@/shared/i18n/messages";

const en = translator<typeof english>(english, "en-GB");
const hi = translator<typeof english>(hindi, "hi-IN");

const refused = (code: string, limits: object = {}) =>
  problemFrom(400, {
    code: "invalid",
    error: "'name' is not valid.",
    field: "name",
    errors: [{ field: "name", code, message: "'name' is not valid.", ...limits }],
  });

describe("a refused field", () => {
  test.each([
    ["missing", {}, "Required"],
    ["too_short", { min: 3 }, "Use at least 3 characters."],
    ["too_long", { max: 1 }, "Use at most 1 character."],
    ["too_large", { max: 100000 }, "Enter 100,000 or less."],
    ["not_phone", {}, "Enter the number with its country code, like +91 98765 43210."],
    ["password_is_email", {}, "Your password can't be your e-mail address."],
  ])("that is %s says so in plain words", (code, limits, text) => {
    expect(fieldProblemText(en, refused(code, limits), "name")).toBe(text);
  });

  test("speaks Hindi to readers of Hindi", () => {
    expect(fieldProblemText(hi, refused("too_short", { min: 3 }), "name")).toBe("कम से कम 3 अक्षर रखें।");
  });

  test("with a code of a newer server never shows a sentence for developers", () => {
    expect(fieldProblemText(en, refused("from_the_future"), "name")).toBe("This value isn't valid.");
  });

  test("without a code of its own says why, if people can read it", () => {
    const error = "A price that is paid online must be at least €0.50.";
    const problem = problemFrom(400, {
      code: "invalid",
      error,
      field: "price_cents",
      errors: [{ field: "price_cents", code: "invalid", message: error }],
    });
    expect(fieldProblemText(en, problem, "price_cents")).toBe(error);
    expect(fieldProblemText(en, refused("invalid"), "name")).toBe("This value isn't valid.");
  });

  test("is not blamed on another field", () => {
    expect(fieldProblemText(en, refused("missing"), "email")).toBeUndefined();
  });
});

test.each([
  [429, "Too many attempts. Please try again in 1 minute."],
  [403, "Your account can't do this."],
  [404, "This no longer exists. Please reload the page."],
  [503, "We can't reach Samaya right now. Please try again."],
  [401, "You've been signed out. Please sign in again."],
  [500, "Something went wrong on our side. Please try again."],
])("a response of %i without a sentence of its own is explained", (status, text) => {
  expect(problemText(en, new ApiProblem(status, undefined, undefined, `HTTP ${status}`))).toBe(text);
});

test("who has to wait is told how long", () => {
  const headers = new Headers({ "Retry-After": "840" });
  const problem = problemFrom(429, { code: "too_many_attempts", error: "Too many attempts." }, headers);
  expect(problemText(en, problem)).toBe("Too many attempts. Please try again in 14 minutes.");
});

test("a sentence the API wrote for people is kept", () => {
  const sentence = "2 places are taken: the capacity can't go below that.";
  expect(problemText(en, problemFrom(409, { code: "capacity_below_bookings", error: sentence }))).toBe(
    sentence,
  );
});
