import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { authorisedFetch } from "@/shared/auth/authorisedFetch";
import { AuthStore } from "@/shared/auth/authStore";
import { safeNext, signInPath } from "@/shared/auth/signInPath";
import { accessToken, MIRA } from "./people";
import { ORIGIN, server } from "./server";

const grant = (name: string) => ({ message: "Welcome.", access_token: accessToken(name), user: MIRA });

/** Stores of other tests listen on the same channel, as tabs do. This gives each test a browser of its own. */
beforeEach(() => {
  vi.stubGlobal("BroadcastChannel", undefined);
});

function refreshGives(response: () => Response | Promise<Response>) {
  const asked = vi.fn(response);
  server.use(http.post(`${ORIGIN}/auth/refresh`, () => asked()));
  return asked;
}

const newAuth = (begun?: Promise<Response | null>) =>
  new AuthStore((input, init) => fetch(new URL(String(input), ORIGIN), init), begun);

describe("renewing the access token", () => {
  test("happens once, however many requests need it at the same time", async () => {
    localStorage.setItem("samaya.signed-in", "yes");
    const asked = refreshGives(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return HttpResponse.json(grant("second"));
    });
    const auth = newAuth();
    const tokens = await Promise.all([auth.currentToken(), auth.currentToken(), auth.currentToken()]);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(new Set(tokens)).toEqual(new Set([accessToken("second")]));
    expect(auth.snapshot()).toMatchObject({ status: "signed-in", user: { name: "Mira Flow" } });
  });

  test("is not tried for a visitor who never signed in", async () => {
    const asked = refreshGives(() => HttpResponse.json(grant("never")));
    expect(await newAuth().currentToken()).toBeNull();
    expect(asked).not.toHaveBeenCalled();
  });

  test("happens shortly before the token's end, not at every request", async () => {
    vi.useFakeTimers({ now: 0, toFake: ["Date"] });
    const asked = refreshGives(() => HttpResponse.json(grant("second")));
    const auth = newAuth();
    auth.signIn(grant("first"));
    vi.setSystemTime(800_000);
    expect(await auth.currentToken()).toBe(accessToken("first"));
    vi.setSystemTime(880_000);
    expect(await auth.currentToken()).toBe(accessToken("second"));
    expect(asked).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });

  test("that is refused marks the sign-in as expired and is not repeated", async () => {
    const asked = refreshGives(() => HttpResponse.json({ code: "login_ended" }, { status: 401 }));
    const auth = newAuth();
    auth.signIn(grant("first"));
    expect(await auth.renew()).toBeNull();
    expect(auth.snapshot().status).toBe("expired");
    expect(await auth.currentToken()).toBeNull();
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test("that gets no response keeps the sign-in for the next attempt", async () => {
    refreshGives(() => HttpResponse.error());
    localStorage.setItem("samaya.signed-in", "yes");
    const auth = newAuth();
    await expect(auth.currentToken()).rejects.toMatchObject({ unreachable: true });
    expect(auth.snapshot().status).toBe("restoring");
    refreshGives(() => HttpResponse.json(grant("second")));
    expect(await auth.currentToken()).toBe(accessToken("second"));
  });
});

describe("a renewal that began before the app", () => {
  beforeEach(() => localStorage.setItem("samaya.signed-in", "yes"));

  test("is used once", async () => {
    const asked = refreshGives(() => HttpResponse.json(grant("second")));
    const auth = newAuth(Promise.resolve(HttpResponse.json(grant("first"))));
    expect(await auth.currentToken()).toBe(accessToken("first"));
    expect(asked).not.toHaveBeenCalled();
    expect(await auth.renew()).toBe(accessToken("second"));
  });

  test("is made by the app if another tab was renewing", async () => {
    refreshGives(() => HttpResponse.json(grant("second")));
    expect(await newAuth(Promise.resolve(null)).currentToken()).toBe(accessToken("second"));
  });

  test("keeps the sign-in for the next attempt if it got no response", async () => {
    refreshGives(() => HttpResponse.json(grant("second")));
    const auth = newAuth(Promise.reject(new TypeError("Failed to fetch")));
    await expect(auth.currentToken()).rejects.toMatchObject({ unreachable: true });
    expect(auth.snapshot().status).toBe("restoring");
    expect(await auth.currentToken()).toBe(accessToken("second"));
  });

  test("ends the sign-in if it was refused", async () => {
    const auth = newAuth(Promise.resolve(HttpResponse.json({ code: "login_ended" }, { status: 401 })));
    expect(await auth.currentToken()).toBeNull();
    expect(auth.snapshot().status).toBe("anonymous");
  });
});

test("a request refused for its token is repeated once, with its body and a new token", async () => {
  const auth = newAuth();
  auth.signIn(grant("first"));
  refreshGives(() => HttpResponse.json(grant("second")));
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
  const response = await authorisedFetch(auth)(request);
  expect(response.status).toBe(201);
  expect(seen).toEqual([
    [`Bearer ${accessToken("first")}`, { session_id: 7 }],
    [`Bearer ${accessToken("second")}`, { session_id: 7 }],
  ]);
});

test("no token is ever written into the browser's storage", () => {
  newAuth().signIn(grant("first"));
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(
    accessToken("first").split(".")[1],
  );
});

describe("after signing in", () => {
  test("the visitor comes back to the same booking", () => {
    const path = signInPath("/e/4?book=7");
    expect(safeNext(new URLSearchParams(path.split("?")[1]).get("next"))).toBe("/e/4?book=7");
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
