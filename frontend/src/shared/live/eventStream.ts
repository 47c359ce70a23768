import { createParser } from "eventsource-parser";

export type LiveEvent = { id: string; type: string; data: string };
export type LiveState = "connecting" | "live" | "waiting";

type Options = {
  /** Opens the stream after the event with this id. Returns null to stop without trying again. */
  open: (lastEventId: string | null, signal: AbortSignal) => Promise<Response | null>;
  onEvent: (event: LiveEvent) => void;
  onState: (state: LiveState) => void;
  signal: AbortSignal;
  lastEventId?: string | null;
};

const RETRY_STEPS = [500, 1000, 2000, 5000, 10_000];
/** The server sends a comment every 15 s; a stream silent for three of them is dead, even if TCP has not noticed. */
const SILENCE_LIMIT = 45_000;

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const page = window; // a stream may be stopped after its page is gone
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      page.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    page.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

/** Reads server-sent events with fetch, which can send a token, unlike EventSource. Reconnects and resumes. */
export async function followStream({
  open,
  onEvent,
  onState,
  signal,
  lastEventId = null,
}: Options): Promise<void> {
  let seen = lastEventId;
  let failures = 0;
  while (!signal.aborted) {
    onState("connecting");
    const connection = new AbortController();
    const stop = () => connection.abort();
    signal.addEventListener("abort", stop);
    let silence: ReturnType<typeof setTimeout> | undefined;
    try {
      const response = await open(seen, connection.signal);
      if (response === null) return;
      if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
      const heard = () => {
        clearTimeout(silence);
        silence = setTimeout(stop, SILENCE_LIMIT);
      };
      const parser = createParser({
        onEvent: (event) => {
          if (event.id !== undefined) seen = event.id;
          onEvent({ id: seen ?? "", type: event.event ?? "message", data: event.data });
        },
      });
      heard();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let live = false;
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        heard();
        if (!live) {
          // Not with the headers: they come before the server passes events on. What it sends first comes after.
          live = true;
          failures = 0;
          onState("live");
        }
        parser.feed(value);
      }
    } catch {
      // Whatever ended the stream, wait a little and resume after the last event.
    } finally {
      clearTimeout(silence);
      signal.removeEventListener("abort", stop);
      connection.abort();
    }
    if (signal.aborted) return;
    onState("waiting");
    const step = RETRY_STEPS[Math.min(failures++, RETRY_STEPS.length - 1)] ?? 10_000;
    await pause(step * (0.75 + Math.random() / 2), signal);
  }
}
