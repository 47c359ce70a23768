import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { authorisedFetch } from "@/shared/session/authorisedFetch";
import { SessionStore } from "@/shared/session/sessionStore";
import { safeNext, signInPath } from "@/shared/session/signInPath";
import { accessToken, MIRA } from "./people";
import { ORIGIN, server } from "./server";

const grant = (name: string) => ({ message: "Welcome.", access_token: accessToken(name), user: MIRA });

/** The sessions of other tests listen on the same channel, as tabs do; here each test is a browser of its own. */
beforeEach(() => {
  vi.stubGlobal("BroadcastChannel", undefined);
});

function refreshAnswers(answer: () => Response | Promise<Response>) {
  const asked = vi.fn(answer);
  server.use(http.post(`${ORIGIN}/auth/refresh`, () => asked()));
  return asked;
}

const newSession = () => new SessionStore((input, init) => fetch(new URL(String(input), ORIGIN), init));

describe("renewing the access token", () => {
  test("happens once, however many requests need it at the same time", async () => {
    localStorage.setItem("samaya.signed-in", "yes");
    const asked = refreshAnswers(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return HttpResponse.json(grant("second"));
    });
    const session = newSession();
    const tokens = await Promise.all([
      session.currentToken(),
      session.currentToken(),
      session.currentToken(),
    ]);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(new Set(tokens)).toEqual(new Set([accessToken("second")]));
    expect(session.snapshot()).toMatchObject({ status: "signed-in", user: { name: "Mira Flow" } });
  });

  test("is not tried for a visitor who never signed in", async () => {
    const asked = refreshAnswers(() => HttpResponse.json(grant("never")));
    expect(await newSession().currentToken()).toBeNull();
    expect(asked).not.toHaveBeenCalled();
  });

  test("happens shortly before the token's end, not at every request", async () => {
    vi.useFakeTimers({ now: 0, toFake: ["Date"] });
    const asked = refreshAnswers(() => HttpResponse.json(grant("second")));
    const session = newSession();
    session.signIn(grant("first"));
    vi.setSystemTime(800_000);
    expect(await session.currentToken()).toBe(accessToken("first"));
    vi.setSystemTime(880_000);
    expect(await session.currentToken()).toBe(accessToken("second"));
    expect(asked).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });

  test("that is refused ends the session as expired, and asks no more", async () => {
    const asked = refreshAnswers(() => HttpResponse.json({ code: "login_ended" }, { status: 401 }));
    const session = newSession();
    session.signIn(grant("first"));
    expect(await session.renew()).toBeNull();
    expect(session.snapshot().status).toBe("expired");
    expect(await session.currentToken()).toBeNull();
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test("that finds nobody keeps the session for the next try", async () => {
    refreshAnswers(() => HttpResponse.error());
    localStorage.setItem("samaya.signed-in", "yes");
    const session = newSession();
    await expect(session.currentToken()).rejects.toMatchObject({ unreachable: true });
    expect(session.snapshot().status).toBe("restoring");
    refreshAnswers(() => HttpResponse.json(grant("second")));
    expect(await session.currentToken()).toBe(accessToken("second"));
  });
});

test("a request refused for its token is sent once more, with its body and a new one", async () => {
  const session = newSession();
  session.signIn(grant("first"));
  refreshAnswers(() => HttpResponse.json(grant("second")));
  const seen: [string | null, unknown][] = [];
  server.use(
    http.post(`${ORIGIN}/bookings/book`, async ({ request }) => {
      const token = request.headers.get("Authorization");
      seen.push([token, await request.json()]);
      return token === `Bearer ${accessToken("second")}`
        ? HttpResponse.json({ message: "ok" }, { status: 201 })
        : HttpResponse.json({ code: "unauthorized" }, { status: 401 });
    }),
  );
  const request = new Request(`${ORIGIN}/bookings/book`, { method: "POST", body: '{"session_id":7}' });
  const answer = await authorisedFetch(session)(request);
  expect(answer.status).toBe(201);
  expect(seen).toEqual([
    [`Bearer ${accessToken("first")}`, { session_id: 7 }],
    [`Bearer ${accessToken("second")}`, { session_id: 7 }],
  ]);
});

test("no token is ever written into the browser's storage", () => {
  newSession().signIn(grant("first"));
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(
    accessToken("first").split(".")[1],
  );
});

describe("after signing in", () => {
  test("the visitor comes back to the same booking", () => {
    const path = signInPath("/retreats/4?book=7");
    expect(safeNext(new URLSearchParams(path.split("?")[1]).get("next"))).toBe("/retreats/4?book=7");
  });

  test.each([
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "javascript:alert(1)",
    "",
    null,
  ])("nobody is led to another site: %s", (next) => {
    expect(safeNext(next)).toBe("/");
  });
});
