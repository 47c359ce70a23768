import { ApiProblem, problemFrom } from "@/shared/api/problem";
import type { User } from "@/shared/api/types";

export type AuthState =
  /** `switching`: somebody signed out to sign in with another account. */
  | { status: "anonymous" | "restoring"; user: null; switching?: boolean }
  /** The sign-in ended while the app was open: the page stays, and asks the same person to sign in again. */
  | { status: "expired"; user: User }
  | { status: "signed-in"; user: User };

type Grant = { access_token: string; user: User };
type TabMessage = { kind: "grant"; grant: Grant } | { kind: "signed-out" };

/** Marks that a refresh cookie may exist, so that visitors who never signed in cause no request. Not a secret. */
const HINT = "samaya.signed-in";
/** A token is renewed this many milliseconds before its end, so that requests rarely meet a 401. */
const RENEW_BEFORE = 30_000;

function tokenLifetime(token: string): number {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const claims = JSON.parse(atob(payload)) as { exp: number; iat: number };
    return (claims.exp - claims.iat) * 1000;
  } catch {
    return 15 * 60_000;
  }
}

/**
 * Who is signed in. The access token lives in this object's memory and nowhere else; the refresh token is an
 * HttpOnly cookie that scripts never see. Tabs tell each other of new tokens and renew one at a time: the cookie
 * is replaced at each use, and using an old one would end the sign-in, except within ten seconds (after a reload).
 */
export class AuthStore {
  private state: AuthState;
  private token: string | null = null;
  private grantedAt = 0;
  private validUntil = 0;
  private renewal: Promise<string | null> | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly signInListeners = new Set<(user: User) => void>();
  private readonly tabs: BroadcastChannel | null;

  /** `begun`: a renewal that `start.js` began, or null if it did not. The first renewal uses its response. */
  constructor(
    private readonly send: typeof fetch = (...args) => fetch(...args),
    private begun?: Promise<Response | null>,
  ) {
    this.state = readHint() ? { status: "restoring", user: null } : { status: "anonymous", user: null };
    this.tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("samaya-auth");
    this.tabs?.addEventListener("message", (event: MessageEvent<TabMessage>) => {
      if (event.data.kind === "grant") this.accept(event.data.grant);
      else this.forget();
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Tells of each sign-in and new password in this tab, but not of renewed tokens. */
  readonly onSignIn = (listener: (user: User) => void): (() => void) => {
    this.signInListeners.add(listener);
    return () => this.signInListeners.delete(listener);
  };

  readonly snapshot = (): AuthState => this.state;

  /** Keeps a new sign-in and tells the other tabs. */
  signIn(grant: Grant): void {
    this.share(grant);
    for (const listener of this.signInListeners) listener(grant.user);
  }

  /** After a way of signing in that left only the cookie. Throws ApiProblem if there is no sign-in. */
  async signInByCookie(): Promise<void> {
    await this.renew();
    const { user } = this.state;
    if (!user) throw new ApiProblem(401, undefined, undefined, "No sign-in");
    for (const listener of this.signInListeners) listener(user);
  }

  replaceUser(user: User): void {
    if (this.token) this.change({ status: "signed-in", user });
  }

  signOut(switching = false): void {
    this.forget(switching);
    this.tabs?.postMessage({ kind: "signed-out" } satisfies TabMessage);
  }

  /** A valid token for the next request, or null for a visitor. Throws ApiProblem if the server can't be reached. */
  async currentToken(): Promise<string | null> {
    if (this.token && Date.now() < this.validUntil - RENEW_BEFORE) return this.token;
    if (this.state.status === "anonymous" || this.state.status === "expired") return null;
    return this.renew();
  }

  /** One renewal at a time in this tab, however many requests ask, and one tab at a time in this browser. */
  renew(): Promise<string | null> {
    this.renewal ??= this.inTurn().finally(() => {
      this.renewal = null;
    });
    return this.renewal;
  }

  private inTurn(): Promise<string | null> {
    const askedAt = Date.now();
    const { begun } = this;
    // Taken once, even if another tab's token makes it unnecessary: its response would be out of date later.
    this.begun = undefined;
    const attempt = () => (this.token && this.grantedAt > askedAt ? this.token : this.exchangeCookie(begun));
    if (!navigator.locks) return Promise.resolve(attempt());
    return navigator.locks.request("samaya-auth-renewal", attempt) as Promise<string | null>;
  }

  private async exchangeCookie(begun?: Promise<Response | null>): Promise<string | null> {
    let response: Response;
    try {
      response =
        (await begun) ?? (await this.send("/auth/refresh", { method: "POST", credentials: "same-origin" }));
    } catch {
      throw new ApiProblem(0, undefined, undefined, "No connection");
    }
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) {
      const grant = body as Grant;
      this.share(grant);
      return grant.access_token;
    }
    if (response.status === 401 || response.status === 403) {
      this.expire();
      return null;
    }
    throw problemFrom(response.status, body);
  }

  private share(grant: Grant): void {
    this.accept(grant);
    this.tabs?.postMessage({ kind: "grant", grant } satisfies TabMessage);
  }

  private accept(grant: Grant): void {
    this.token = grant.access_token;
    this.grantedAt = Date.now();
    this.validUntil = this.grantedAt + tokenLifetime(grant.access_token);
    writeHint(true);
    this.change({ status: "signed-in", user: grant.user });
  }

  /** The server ended the sign-in. */
  private expire(): void {
    const { user } = this.state;
    this.dropToken();
    this.change(user ? { status: "expired", user } : { status: "anonymous", user: null });
  }

  private forget(switching = false): void {
    this.dropToken();
    this.change({ status: "anonymous", user: null, switching });
  }

  private dropToken(): void {
    this.token = null;
    this.validUntil = 0;
    writeHint(false);
  }

  private change(state: AuthState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

function readHint(): boolean {
  try {
    return localStorage.getItem(HINT) === "yes";
  } catch {
    return true;
  }
}

function writeHint(present: boolean): void {
  try {
    if (present) localStorage.setItem(HINT, "yes");
    else localStorage.removeItem(HINT);
  } catch {
    // Storage may be blocked: the next page load then costs one extra request.
  }
}
