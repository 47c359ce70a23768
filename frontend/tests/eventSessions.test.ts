import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { eventWithSessions } from "@/features/events/eventQueries";
import { publicApi } from "@/shared/api/mainApi";
import { HATHA, MORNING } from "./people";
import { ORIGIN, server } from "./server";

test("an event has the sessions of all its pages, and the first request is the one that browsers preload", async () => {
  const asked: string[] = [];
  server.use(
    http.get(`${ORIGIN}/events/4`, ({ request }) => {
      const { pathname, search, searchParams } = new URL(request.url);
      asked.push(pathname + search);
      const page = Number(searchParams.get("page") ?? 1);
      return HttpResponse.json({
        event: {
          ...HATHA,
          sessions: [{ ...MORNING, id: page }],
          sessions_pagination: { ...HATHA.sessions_pagination, page, pages: 3 },
        },
      });
    }),
  );
  const event = await eventWithSessions(publicApi, 4, new AbortController().signal);
  expect(event.sessions.map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(asked).toEqual(["/events/4", "/events/4?page=2", "/events/4?page=3"]);
});
