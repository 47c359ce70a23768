import { auth } from "@/shared/auth/auth";
import { SharedStream } from "./sharedStream";

/** Streams that need a sign-in, one for each person: a tab of another person must not share it. */
export function personalStreams(name: string, address: () => string | Promise<string>) {
  const streams = new Map<number, SharedStream>();
  return (userId: number): SharedStream => {
    const stream =
      streams.get(userId) ??
      new SharedStream(`${name}-${userId}`, async (lastEventId, signal) => {
        const url = await address();
        const token = await tokenOf(userId, signal);
        if (token === null) return null;
        return fetch(url, {
          signal,
          cache: "no-store",
          headers: {
            Accept: "text/event-stream",
            Authorization: `Bearer ${token}`,
            ...(lastEventId ? { "Last-Event-ID": lastEventId } : {}),
          },
        });
      });
    streams.set(userId, stream);
    return stream;
  };
}

/** Waits until this person is signed in: pages stay open when a sign-in ends. Null after `signal`. */
async function tokenOf(userId: number, signal: AbortSignal): Promise<string | null> {
  const isSignedIn = () => {
    const { status, user } = auth.snapshot();
    return status === "signed-in" && user.id === userId;
  };
  while (!signal.aborted) {
    if (!isSignedIn()) await nextChange(signal);
    else {
      const token = await auth.currentToken();
      if (token !== null && isSignedIn()) return token;
    }
  }
  return null;
}

function nextChange(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stop();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const stop = auth.subscribe(done);
    signal.addEventListener("abort", done);
  });
}
