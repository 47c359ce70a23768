import { mainApi } from "@/shared/api/mainApi";
import { ApiProblem, dataOf } from "@/shared/api/problem";
import type { Booking } from "@/shared/api/types";
import { bookingIntent, type Intent } from "./bookingIntent";

const running = new Map<number, Promise<Booking>>();
/** The API's code while an earlier request with the same key is still running. */
const STILL_RUNNING = "still_running";
/** Milliseconds to wait before each repetition of such a request. */
const BUSY_PAUSES = [300, 700, 1500, 3000];

/** Books a session once: while a request is running, further calls get its promise. */
export function bookSession(sessionId: number, intent: Intent): Promise<Booking> {
  const earlier = running.get(sessionId);
  if (earlier) return earlier;
  const attempt = send(sessionId, intent)
    .then(
      (booking) => {
        bookingIntent.clear(sessionId);
        return booking;
      },
      (problem: unknown) => {
        if (isDefinite(problem)) bookingIntent.clear(sessionId);
        throw problem;
      },
    )
    .finally(() => running.delete(sessionId));
  running.set(sessionId, attempt);
  return attempt;
}

async function send(sessionId: number, { key, offer }: Intent): Promise<Booking> {
  for (let tries = 0; ; tries++) {
    try {
      const { booking } = await dataOf(
        mainApi.POST("/bookings/book", {
          body: { session_id: sessionId, offer_version: offer.offer_version },
          headers: { "Idempotency-Key": key },
        }),
      );
      return booking;
    } catch (problem) {
      const pause = BUSY_PAUSES[tries];
      const busy = problem instanceof ApiProblem && problem.code === STILL_RUNNING;
      if (!busy || pause === undefined) throw problem;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Whether the API refused for good. Without a response, or after a server error, the place may be booked. */
export function isDefinite(problem: unknown): boolean {
  if (!(problem instanceof ApiProblem) || problem.status === 401 || problem.code === STILL_RUNNING)
    return false;
  return problem.status >= 400 && problem.status < 500;
}
