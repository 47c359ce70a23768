import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, expect, test } from "vitest";
import { createQueryClient } from "@/app/queryClient";
import { useLiveBookings } from "@/features/facilitator/useLiveBookings";
import { auth } from "@/shared/auth/auth";
import { accessToken, MIRA } from "./people";
import { ORIGIN, server } from "./server";

afterEach(() => auth.signOut());

test("the live stream goes on after signing in again in the dialog", async () => {
  const tokens: (string | null)[] = [];
  let sendFirst = () => {};
  server.use(
    http.post(`${ORIGIN}/auth/refresh`, () => HttpResponse.json({ code: "login_ended" }, { status: 401 })),
    http.get(`${ORIGIN}/notifications/stream`, ({ request }) => {
      tokens.push(request.headers.get("Authorization"));
      if (tokens.length < 2) return new HttpResponse("");
      const body = new ReadableStream({
        start: (controller) => {
          sendFirst = () => controller.enqueue(new TextEncoder().encode("retry: 2000\n\n"));
        },
      });
      return new HttpResponse(body);
    }),
  );
  auth.signIn({ access_token: accessToken("first"), user: MIRA });
  const { result, unmount } = renderHook(() => useLiveBookings(MIRA.id), {
    wrapper: ({ children }) => (
      <QueryClientProvider client={createQueryClient()}>{children}</QueryClientProvider>
    ),
  });
  await waitFor(() => expect(tokens).toHaveLength(1));
  await act(() => auth.renew());
  expect(auth.snapshot().status).toBe("expired");
  // Longer than the pause before the next attempt, which finds no token.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(tokens).toHaveLength(1);
  act(() => auth.signIn({ access_token: accessToken("second"), user: MIRA }));
  await waitFor(() => expect(tokens).toContain(`Bearer ${accessToken("second")}`));
  // Headers alone don't say that the server passes events on yet.
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(result.current.live).toBe("connecting");
  sendFirst();
  await waitFor(() => expect(result.current.live).toBe("live"));
  unmount();
});
