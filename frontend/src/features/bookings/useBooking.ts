import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { ApiProblem } from "@/shared/api/problem";
import { useAuth } from "@/shared/auth/auth";
import { signInPath } from "@/shared/auth/signInPath";
import { bookingIntent } from "./bookingIntent";
import { bookSession } from "./bookSession";

const WISH = "book";

type BookingState =
  | { phase: "idle" }
  | { phase: "working"; sessionId: number }
  | { phase: "refused"; sessionId: number; problem: unknown };

/**
 * Books from the page of an event. The session being booked stands in the address (`?book=12`) until there is an
 * answer: signing in on the way leads back to it, and a reload in the middle continues where it was.
 */
export function useBooking() {
  const [query] = useSearchParams();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { status } = useAuth();
  const [state, setState] = useState<BookingState>({ phase: "idle" });
  const wanted = Number(query.get(WISH)) || null;
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const run = useCallback(
    async (sessionId: number) => {
      setState({ phase: "working", sessionId });
      try {
        const booking = await bookSession(sessionId);
        void queryClient.invalidateQueries({ queryKey: ["bookings"] });
        void queryClient.invalidateQueries({ queryKey: ["events"] });
        if (!mounted.current) return;
        // First the wish leaves the address, so that "back" from the confirmation finds the plain page.
        await navigate(pathname, { replace: true, preventScrollReset: true });
        await navigate(`/my-bookings/${booking.id}`, { state: { fresh: true } });
      } catch (problem) {
        if (!mounted.current) return;
        if (problem instanceof ApiProblem && problem.status === 401) {
          bookingIntent.wish(sessionId);
          await navigate(signInPath(`${pathname}?${WISH}=${sessionId}`, true));
          return;
        }
        void queryClient.invalidateQueries({ queryKey: ["events"] });
        setState({ phase: "refused", sessionId, problem });
        if (!bookingIntent.pending(sessionId))
          await navigate(pathname, { replace: true, preventScrollReset: true });
      }
    },
    [navigate, pathname, queryClient],
  );

  const continued = useRef<number | null>(null);
  useEffect(() => {
    if (status !== "signed-in" || wanted === null || continued.current === wanted) return;
    continued.current = wanted;
    if (bookingIntent.pending(wanted)) void run(wanted);
  }, [status, wanted, run]);

  const book = useCallback(
    async (sessionId: number) => {
      if (state.phase === "working") return;
      bookingIntent.wish(sessionId);
      const here = `${pathname}?${WISH}=${sessionId}`;
      if (status !== "signed-in") {
        await navigate(signInPath(here, status === "expired"));
        return;
      }
      continued.current = sessionId;
      await navigate(here, { replace: true, preventScrollReset: true });
      await run(sessionId);
    },
    [navigate, pathname, run, state.phase, status],
  );

  /** A link with a wish that was not made in this tab: shown, and left for the visitor to confirm. */
  const suggested =
    wanted !== null && !bookingIntent.pending(wanted) && state.phase === "idle" ? wanted : null;
  return { state, book, suggested };
}
