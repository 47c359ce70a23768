import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import type { FacilitatorSession } from "./facilitatorTypes";
import type { Announce } from "./RosterNotice";

const GuestDialog = lazy(async () => ({ default: (await import("./GuestDialog")).GuestDialog }));

type BookForGuestProps = { session: FacilitatorSession; left: number; announce: Announce };

/** Books places of a session for somebody who asked the facilitator. */
export function BookForGuest({ session, left, announce }: BookForGuestProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        disabled={left === 0}
        leftSection={<IconUserPlus size={18} aria-hidden={true} />}
        onClick={() => {
          announce(null);
          setOpen(true);
        }}
      >
        {t("forGuest.add")}
      </Button>
      {open ? (
        <Suspense>
          <GuestDialog
            session={session}
            left={left}
            onClose={() => setOpen(false)}
            onBooked={(name) => {
              setOpen(false);
              announce({ words: () => t("forGuest.done", { name }) });
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
