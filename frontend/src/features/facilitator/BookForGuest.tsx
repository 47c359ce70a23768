import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { ApiProblem, dataOf } from "@/shared/api/problem";
import { fieldProblemText } from "@/shared/api/problemText";
import { currentLanguage, LANGUAGES } from "@/shared/i18n/LanguageProvider";
import { guestWords, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { facilitatorKeys } from "./facilitatorQueries";
import styles from "./RosterPage.module.css";

const MAX_PLACES = 20;
const PROBLEMS = {
  guest_already_booked: "forGuest.problem.booked",
  session_full: "forGuest.problem.full",
  session_past: "forGuest.problem.past",
  session_cancelled: "forGuest.problem.cancelled",
} as const;

type BookForGuestProps = { sessionId: number; left: number };

/** Books places of a session for somebody who asked the facilitator. */
export function BookForGuest({ sessionId, left }: BookForGuestProps) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  return (
    <div className={styles.action}>
      <Button
        variant="default"
        disabled={left === 0}
        leftSection={<IconUserPlus size={18} aria-hidden={true} />}
        onClick={() => {
          setDone(null);
          setOpen(true);
        }}
      >
        {t("forGuest.add")}
      </Button>
      {done ? <Notice tone="good">{t("forGuest.done", { name: done })}</Notice> : null}
      {open ? (
        <GuestDialog
          sessionId={sessionId}
          left={left}
          onClose={() => setOpen(false)}
          onBooked={(name) => {
            setDone(name);
            setOpen(false);
          }}
        />
      ) : null}
    </div>
  );
}

type GuestDialogProps = BookForGuestProps & { onClose: () => void; onBooked: (name: string) => void };

function GuestDialog({ sessionId, left, onClose, onBooked }: GuestDialogProps) {
  const queryClient = useQueryClient();
  const [guest, setGuest] = useState({ name: "", email: "", places: 1, language: currentLanguage().code });
  const book = useMutation({
    mutationFn: () =>
      dataOf(
        mainApi.POST("/sessions/{session_id}/bookings", {
          params: { path: { session_id: sessionId } },
          body: { ...guest, name: guest.name.trim(), email: guest.email.trim() },
        }),
      ),
    onSuccess: ({ booking }) => {
      void queryClient.invalidateQueries({ queryKey: facilitatorKeys.everyone });
      onBooked(booking.user_name);
    },
  });
  const most = Math.min(MAX_PLACES, left);
  const tooMany = guest.places > most ? t("forGuest.most", { count: most }) : null;
  const refused = (field: string) => fieldProblemText(guestWords, book.error, field);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!book.isPending && !tooMany) book.mutate();
  };
  return (
    <Dialog title={t("forGuest.add")} onClose={onClose}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <p>{t("forGuest.text")}</p>
        <TextInput
          size="md"
          label={t("forGuest.name")}
          autoComplete="off"
          maxLength={200}
          value={guest.name}
          error={refused("name")}
          onChange={(event) => setGuest({ ...guest, name: event.currentTarget.value })}
        />
        <TextInput
          size="md"
          type="email"
          label={t("forGuest.email")}
          autoComplete="off"
          maxLength={254}
          value={guest.email}
          error={refused("email")}
          onChange={(event) => setGuest({ ...guest, email: event.currentTarget.value })}
        />
        <div className={styles.pair}>
          <NumberInput
            size="md"
            label={t("forGuest.places")}
            min={1}
            max={most}
            clampBehavior="none"
            allowDecimal={false}
            value={guest.places}
            error={tooMany ?? refused("places")}
            onChange={(places) => setGuest({ ...guest, places: Number(places) || 1 })}
          />
          <NativeSelect
            size="md"
            label={t("forGuest.language")}
            data={LANGUAGES.map(({ code: value, name: label }) => ({ value, label }))}
            value={guest.language}
            onChange={(event) =>
              setGuest({ ...guest, language: event.currentTarget.value === "hi" ? "hi" : "en" })
            }
          />
        </div>
        <p>{t("forGuest.atTheDoor")}</p>
        <GuestProblem problem={book.error} />
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("dialog.back")}
          </Button>
          <Button type="submit" loading={book.isPending}>
            {t("forGuest.submit", { count: guest.places })}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

/** What went wrong, unless a field says it. */
function GuestProblem({ problem }: { problem: unknown }) {
  if (!problem) return null;
  if (!(problem instanceof ApiProblem)) return <Notice tone="bad">{staffProblemText(problem)}</Notice>;
  if (problem.fieldErrors.length > 0) return null;
  const known = Object.entries(PROBLEMS).find(([code]) => code === problem.code)?.[1];
  return <Notice tone="bad">{known ? t(known) : staffProblemText(problem)}</Notice>;
}
