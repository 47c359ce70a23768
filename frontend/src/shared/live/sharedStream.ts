import type { LiveEvent, LiveState } from "./eventStream";

type Opener = (lastEventId: string | null, signal: AbortSignal) => Promise<Response | null>;
type Listener = { onEvent: (event: LiveEvent) => void; onState?: (state: LiveState) => void };
type TabMessage = { kind: "event"; event: LiveEvent } | { kind: "state"; state: LiveState } | { kind: "ask" };

/**
 * One stream for a whole browser. Browsers open six connections to a server, so a stream for each tab would leave
 * the seventh tab waiting for ever. The tab that holds the lock reads the stream and tells the others; when it
 * closes, the next tab in line resumes after the last event that it received.
 */
export class SharedStream {
  private readonly listeners = new Set<Listener>();
  private running: AbortController | null = null;
  private tabs: BroadcastChannel | null = null;
  private state: LiveState = "connecting";
  private lastEventId: string | null = null;
  private leading = false;

  constructor(
    private readonly name: string,
    private readonly open: Opener,
  ) {}

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    listener.onState?.(this.state);
    if (!this.running) this.start();
    return () => {
      this.listeners.delete(listener);
      // A change of page removes one listener and adds the next: keep the stream open meanwhile.
      setTimeout(() => {
        if (this.listeners.size === 0) this.stop();
      }, 1000);
    };
  }

  private start(): void {
    const running = new AbortController();
    this.running = running;
    if (!navigator.locks || typeof BroadcastChannel === "undefined") {
      void this.lead(running.signal);
      return;
    }
    this.tabs = new BroadcastChannel(this.name);
    this.tabs.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => {
      if (data.kind === "event") this.heard(data.event);
      else if (data.kind === "state") this.changed(data.state);
      else if (this.leading)
        this.tabs?.postMessage({ kind: "state", state: this.state } satisfies TabMessage);
    });
    this.tabs.postMessage({ kind: "ask" } satisfies TabMessage);
    navigator.locks
      .request(this.name, { signal: running.signal }, () => this.lead(running.signal))
      .catch(() => {
        // Stopped while waiting in line.
      });
  }

  private async lead(signal: AbortSignal): Promise<void> {
    this.leading = true;
    // Loaded after the first page.
    const { followStream } = await import("./eventStream");
    await followStream({
      open: this.open,
      signal,
      lastEventId: this.lastEventId,
      onEvent: (event) => {
        this.heard(event);
        this.tabs?.postMessage({ kind: "event", event } satisfies TabMessage);
      },
      onState: (state) => {
        this.changed(state);
        this.tabs?.postMessage({ kind: "state", state } satisfies TabMessage);
      },
    });
    this.leading = false;
  }

  private heard(event: LiveEvent): void {
    if (event.id !== "") this.lastEventId = event.id;
    for (const listener of this.listeners) listener.onEvent(event);
  }

  private changed(state: LiveState): void {
    this.state = state;
    for (const listener of this.listeners) listener.onState?.(state);
  }

  private stop(): void {
    this.running?.abort();
    this.running = null;
    this.tabs?.close();
    this.tabs = null;
    this.state = "connecting";
  }
}
