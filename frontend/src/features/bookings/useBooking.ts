import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { eventKeys } from "@/features/events";
import { ApiProblem } from "@/shared/api/problem";
import { useAuth } from "@/shared/auth/auth";
import { signInPath } from "@/shared/auth/signInPath";
import { openDocument } from "@/shared/ui/openDocument";
import { bookingIntent, type Intent } from "./bookingIntent";
import { bookingKeys } from "./bookingQueries";
import { tellOtherTabs } from "./bookingTabs";
import { bookSession } from "./bookSession";
import { changedOffer, type Offer } from "./offer";

/** The parameter of the address that names the session to book. */
const PARAMETER = "book";

type BookingState =
  | { phase: "idle" }
  | { phase: "working"; sessionId: number }
  | { phase: "changed"; sessionId: number; before: Offer; now: Offer }
  | { phase: "refused"; sessionId: number; problem: unknown };

/**
 * Books from the page of an event. The session being booked is in the address (`?book=12`) until there is a response, so
 * that signing in leads back to it and a reload continues the booking.
 */
export function useBooking() {
  const [query] = useSearchParams();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { status } = useAuth();
  const [state, setState] = useState<BookingState>({ phase: "idle" });
  const wanted = Number(query.get(PARAMETER)) || null;
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const run = useCallback(
    async (sessionId: number, intent: Intent) => {
      setState({ phase: "working", sessionId });
      try {
        const booking = await bookSession(sessionId, intent);
        tellOtherTabs();
        void queryClient.invalidateQueries({ queryKey: bookingKeys.all });
        void queryClient.invalidateQueries({ queryKey: eventKeys.all });
        if (!mounted.current) return;
        // First remove the parameter, so that "back" from the confirmation leads to the plain page.
        await navigate(pathname, { replace: true });
        if (booking.status === "held") openDocument(`/pay/${booking.id}`);
        else await navigate(`/my-bookings/${booking.id}`, { state: { fresh: true } });
      } catch (problem) {
        if (!mounted.current) return;
        if (problem instanceof ApiProblem && problem.status === 401) {
          bookingIntent.start(sessionId, intent.offer);
          await navigate(signInPath(`${pathname}?${PARAMETER}=${sessionId}`, true));
          return;
        }
        void queryClient.invalidateQueries({ queryKey: eventKeys.all });
        const now = changedOffer(problem);
        setState(
          now
            ? { phase: "changed", sessionId, before: intent.offer, now }
            : { phase: "refused", sessionId, problem },
        );
        if (!bookingIntent.pending(sessionId)) await navigate(pathname, { replace: true });
      }
    },
    [navigate, pathname, queryClient],
  );

  const continued = useRef<number | null>(null);
  useEffect(() => {
    if (status !== "signed-in" || wanted === null || continued.current === wanted) return;
    continued.current = wanted;
    const intent = bookingIntent.pending(wanted);
    if (intent) void run(wanted, intent);
  }, [status, wanted, run]);

  const book = useCallback(
    async (sessionId: number, offer: Offer) => {
      if (state.phase === "working") return;
      const intent = bookingIntent.start(sessionId, offer);
      const here = `${pathname}?${PARAMETER}=${sessionId}`;
      if (status !== "signed-in") {
        await navigate(signInPath(here, status === "expired"));
        return;
      }
      continued.current = sessionId;
      await navigate(here, { replace: true });
      await run(sessionId, intent);
    },
    [navigate, pathname, run, state.phase, status],
  );

  /** The session of a link that was not made by a click in this tab: the visitor has to confirm the booking. */
  const suggested =
    wanted !== null && !bookingIntent.pending(wanted) && state.phase === "idle" ? wanted : null;
  const leave = useCallback(() => setState({ phase: "idle" }), []);
  return { state, book, leave, suggested };
}
