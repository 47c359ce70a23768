import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import { http } from "msw";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createQueryClient } from "@/app/queryClient";
import { facilitatorKeys } from "@/features/facilitator/facilitatorQueries";
import { useLiveBookings } from "@/features/facilitator/useLiveBookings";
import { auth } from "@/shared/auth/auth";
import { accessToken, MIRA } from "./people";
import { ORIGIN, server } from "./server";

const refresh = vi.hoisted(() => vi.fn());
vi.mock("@/shared/live/refresher", () => ({ refresher: () => refresh }));

const ready = (facts: object) => `id: 1\nevent: ready\ndata: ${JSON.stringify(facts)}\n\n`;
const BOOKED = `id: 2\nevent: notification\ndata: ${JSON.stringify({ data: { booking_id: 7, action: "created" } })}\n\n`;

let person = 100;

beforeEach(() => {
  refresh.mockClear();
  // Each test has a stream of its own.
  person += 1;
  auth.signIn({ access_token: accessToken(), user: { ...MIRA, id: person } });
});
afterEach(() => auth.signOut());

/** Each connection sends one of these texts; all but the last one end then. */
async function listen(connections: string[], client: QueryClient = createQueryClient()) {
  let connected = 0;
  server.use(
    http.get(`${ORIGIN}/notifications/stream`, () => {
      const text = connections[connected++] ?? "";
      const last = connected === connections.length;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(text));
          if (!last) controller.close();
        },
      });
      return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
    }),
  );
  const { result, unmount } = renderHook(() => useLiveBookings(person), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  });
  // The last event: all others have been heard.
  await waitFor(() => expect(result.current.latest).toMatchObject({ bookingId: 7 }), { timeout: 10_000 });
  unmount();
}

test.each([{ quiet: null }, { quiet: 3600 }])(
  "nothing is asked again when the stream begins and nothing has changed: %o",
  async (facts) => {
    await listen([ready(facts) + BOOKED]);
    expect(refresh).toHaveBeenCalledTimes(1);
  },
);

test.each([{ quiet: 0.2 }, {}])(
  "what may have changed before the stream began is asked again: %o",
  async (facts) => {
    await listen([ready(facts) + BOOKED]);
    expect(refresh).toHaveBeenCalledTimes(2);
  },
);

test("what another page had asked before is asked again", async () => {
  const client = createQueryClient();
  client.setQueryData(facilitatorKeys.unread(person), { unread: 0 });
  await listen([ready({ quiet: 3600 }) + BOOKED], client);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test("everything is asked again when the stream was away", async () => {
  await listen([ready({ quiet: 3600 }), ready({ quiet: 3600 }) + BOOKED]);
  expect(refresh).toHaveBeenCalledTimes(2);
});
