import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { ApiProblem, dataOf } from "@/shared/api/problem";
import { fieldProblemText } from "@/shared/api/problemText";
import { currentLanguage, LANGUAGES } from "@/shared/i18n/LanguageProvider";
import { guestWords, staffLocale, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { formatMoney } from "@/shared/money/format";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { facilitatorKeys, sessionOfferQuery } from "./facilitatorQueries";
import type { FacilitatorSession } from "./facilitatorTypes";
import styles from "./RosterPage.module.css";

const MAX_PLACES = 20;
const PROBLEMS = {
  guest_already_booked: "forGuest.problem.booked",
  session_full: "forGuest.problem.full",
  session_past: "forGuest.problem.past",
  session_cancelled: "forGuest.problem.cancelled",
} as const;

type GuestDialogProps = {
  session: FacilitatorSession;
  left: number;
  onClose: () => void;
  onBooked: (name: string) => void;
};

/** Asks whom to book places of a session for. */
export function GuestDialog({ session, left, onClose, onBooked }: GuestDialogProps) {
  const queryClient = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const offer = useQuery(sessionOfferQuery(session.session_id));
  const [guest, setGuest] = useState({ name: "", email: "", places: 1, language: currentLanguage().code });
  const book = useMutation({
    mutationFn: () =>
      dataOf(
        mainApi.POST("/sessions/{session_id}/bookings", {
          params: { path: { session_id: session.session_id } },
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
  useEffect(() => {
    if (book.error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [book.error]);
  const { price_cents: price, currency } = offer.data ?? { price_cents: 0, currency: "" };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tooMany) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    else if (!book.isPending) book.mutate();
  };
  return (
    <Dialog title={t("forGuest.add")} onClose={onClose}>
      <form ref={form} className={styles.form} onSubmit={submit} noValidate>
        <p className={styles.booked}>
          <strong dir="auto">{session.event_title}</strong>
          <ZonedTime session={session} />
          {price > 0 ? (
            <span>
              {t("forGuest.price", {
                amount: formatMoney(price * guest.places, currency, staffLocale()),
                count: guest.places,
              })}
            </span>
          ) : null}
        </p>
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
        {offer.data && price === 0 ? null : <p>{t("forGuest.atTheDoor")}</p>}
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
