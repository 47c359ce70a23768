import { useEffect, useRef } from "react";
import { Link } from "react-router";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { Notice } from "@/shared/ui/Notice";

/** What was just done. The words are made when they are shown, so that they follow the language. */
export type Done = { words: () => string; paymentsOf?: { bookingId: number; name: string } };
export type Announce = (done: Done | null) => void;

/** The one notice of the guest list. It takes the focus, because the guest whose button was pressed may be gone. */
export function RosterNotice({ done }: { done: Done }) {
  const notice = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each notice takes the focus once.
  useEffect(() => {
    notice.current?.focus();
  }, [done]);
  const { words, paymentsOf } = done;
  return (
    <Notice
      tone="good"
      ref={notice}
      action={
        paymentsOf ? (
          <Link to={`/facilitator/bookings/${paymentsOf.bookingId}/order`}>
            {t("roster.order", { name: paymentsOf.name })}
          </Link>
        ) : undefined
      }
    >
      {words()}
    </Notice>
  );
}
