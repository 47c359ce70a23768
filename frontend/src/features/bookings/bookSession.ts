import { mainApi } from "@/shared/api/mainApi";
import { ApiProblem, answerOf } from "@/shared/api/problem";
import type { Booking } from "@/shared/api/types";
import { bookingIntent } from "./bookingIntent";

const underWay = new Map<number, Promise<Booking>>();
/** The server is still busy with an earlier try of the same wish: ask again after these many milliseconds. */
const STILL_RUNNING = "still_running";
const BUSY_PAUSES = [300, 700, 1500, 3000];

/** Books once, however often it is called: while a try is under way, further calls get the same promise. */
export function bookSession(sessionId: number): Promise<Booking> {
  const running = underWay.get(sessionId);
  if (running) return running;
  const attempt = send(sessionId, bookingIntent.wish(sessionId))
    .then(
      (booking) => {
        bookingIntent.settle(sessionId);
        return booking;
      },
      (problem: unknown) => {
        if (isDefinite(problem)) bookingIntent.settle(sessionId);
        throw problem;
      },
    )
    .finally(() => underWay.delete(sessionId));
  underWay.set(sessionId, attempt);
  return attempt;
}

async function send(sessionId: number, key: string): Promise<Booking> {
  for (let tries = 0; ; tries++) {
    try {
      const { booking } = await answerOf(
        mainApi.POST("/bookings/book", {
          body: { session_id: sessionId },
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

/** Refused for good. Without an answer, or after a server's fault, the place may be ours: the wish stays. */
function isDefinite(problem: unknown): boolean {
  if (!(problem instanceof ApiProblem) || problem.status === 401 || problem.code === STILL_RUNNING)
    return false;
  return problem.status >= 400 && problem.status < 500;
}
