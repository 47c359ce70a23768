import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { moveWords } from "@/shared/i18n/moveWords";
import { useWords } from "@/shared/i18n/useWords";
import { sessionTimes } from "@/shared/time/sessionTime";
import { Notice } from "@/shared/ui/Notice";
import { bookingQuery } from "./bookingQueries";
import { sessionOfBooking } from "./sessionOfBooking";

/** When the other booking of a move is; undefined until it is known. */
function useDateOf(bookingId: number | undefined): string | undefined {
  const words = useLanguage();
  const { data } = useQuery({ ...bookingQuery(bookingId ?? 0), enabled: bookingId !== undefined });
  return data && sessionTimes(sessionOfBooking(data), words)[0].text;
}

/** On the page of a booking that was moved: to which date, and the way to its booking. */
export function MovedNotice({ bookingId }: { bookingId: number | undefined }) {
  const m = useWords(moveWords);
  const when = useDateOf(bookingId);
  return (
    <Notice
      tone="calm"
      action={
        when ? (
          <Button component={Link} to={`/my-bookings/${bookingId}`}>
            {m("moved.see")}
          </Button>
        ) : undefined
      }
    >
      {when ? m("moved.to", { when }) : m("moved.away")}
    </Notice>
  );
}

/** The date of the other booking of a move, as a link to it. */
export function MovedLink({ bookingId }: { bookingId: number }) {
  const when = useDateOf(bookingId);
  return when ? <Link to={`/my-bookings/${bookingId}`}>{when}</Link> : null;
}
