import { Link } from "react-router";
import type { Event } from "@/shared/api/types";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";

/** Says above the page of a draft who sees it, and leads back to the work on it. */
export function DraftBar({ event }: { event: Event }) {
  const e = useWords(eventPageWords);
  return (
    <Notice tone="warn" action={<Link to={`/facilitator/events/${event.id}`}>{e("draft.back")}</Link>}>
      {e("draft.bar")}
    </Notice>
  );
}
