import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { monthQuery } from "@/features/events/eventQueries";
import { showPlaces } from "@/features/events/useLivePlaces";
import type { Session } from "@/shared/api/types";
import { refresher } from "@/shared/live/refresher";
import { MORNING } from "./people";

const KEY = ["crm", 7, "bookings"];

let client: QueryClient;
let atTheServer: number;
let asked: number;
let stop: () => void;

/** A page that shows the server's number. Each response takes a second. */
function openPage(queryKey: readonly unknown[] = KEY, answer: () => unknown = () => atTheServer) {
  const observer = new QueryObserver(client, {
    queryKey,
    queryFn: async () => {
      asked += 1;
      const response = answer();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return response;
    },
  });
  stop = observer.subscribe(() => undefined);
}

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  atTheServer = 1;
  asked = 0;
});

afterEach(() => {
  stop();
  client.clear();
  vi.useRealTimers();
});

test("a change during the first request is shown", async () => {
  const refresh = refresher(client, ["crm", 7]);
  openPage();
  await vi.advanceTimersByTimeAsync(500);
  atTheServer = 2;
  void refresh();
  await vi.advanceTimersByTimeAsync(600);
  expect(client.getQueryData(KEY)).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(client.getQueryData(KEY)).toBe(2);
});

test("many changes at once cause one request, and never delay a response for ever", async () => {
  const refresh = refresher(client, ["crm", 7]);
  openPage();
  await vi.advanceTimersByTimeAsync(500);
  for (let change = 0; change < 50; change++) {
    atTheServer += 1;
    void refresh();
  }
  await vi.advanceTimersByTimeAsync(2000);
  expect(client.getQueryData(KEY)).toBe(51);
  expect(asked).toBe(2);
});

test("a place that is taken during a request stays taken when its response comes", async () => {
  const { queryKey } = monthQuery({});
  client.setQueryData<Session[]>(queryKey, [MORNING]);
  openPage(queryKey, () => [MORNING]);
  await vi.advanceTimersByTimeAsync(500);
  void showPlaces(client, { ...MORNING, session_id: MORNING.id, seats_left: 0 });
  expect(client.getQueryData(queryKey)).toMatchObject([{ seats_left: 0 }]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toBe(1);
  expect(client.getQueryData(queryKey)).toMatchObject([{ seats_left: 0 }]);
});
