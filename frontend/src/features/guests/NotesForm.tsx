import { Button, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldProblemText } from "@/shared/api/problemText";
import { guestWords, staffLocale, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { Notice } from "@/shared/ui/Notice";
import styles from "./GuestPage.module.css";
import { type GuestNotes, guestQuery, writeNotes } from "./guestQueries";

const LONGEST = 5000;

type NotesFormProps = { facilitatorId: number; userId: number; notes: GuestNotes };

/** The facilitator's own notes. Reloading never replaces what is being typed. */
export function NotesForm({ facilitatorId, userId, notes }: NotesFormProps) {
  const zone = useZone();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? notes.text;
  const changed = text !== notes.text;
  const save = useMutation({
    mutationFn: (wanted: string) => writeNotes(facilitatorId, userId, wanted),
    onSuccess: (saved, wanted) => {
      queryClient.setQueryData(guestQuery(facilitatorId, userId).queryKey, (known) =>
        known ? { ...known, notes: saved } : known,
      );
      // More may have been typed since the request was sent.
      setDraft((current) => (current === wanted ? null : current));
    },
  });
  const tooLong = text.length > LONGEST;
  const refused = fieldProblemText(guestWords, save.error, "text");
  const wrong = save.variables === text ? refused : undefined;
  const savedAt = notes.updated_at ? new Date(notes.updated_at) : null;
  return (
    <form
      className={styles.notes}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !tooLong && !save.isPending) save.mutate(text);
      }}
    >
      <Textarea
        size="md"
        label={t("guest.notes")}
        description={t("guest.notesHint")}
        rows={5}
        error={tooLong ? guestWords("field.too_long", { count: LONGEST }) : wrong}
        value={text}
        onChange={(event) => setDraft(event.currentTarget.value)}
      />
      {save.error && !refused ? <Notice tone="bad">{staffProblemText(save.error)}</Notice> : null}
      <div className={styles.notesFoot}>
        <Button type="submit" loading={save.isPending} aria-disabled={!changed || tooLong}>
          {t("guest.notesSave")}
        </Button>
        <span className={styles.notesState} role="status">
          {changed
            ? t("guest.notesUnsaved")
            : savedAt
              ? t("guest.notesSaved", {
                  when: `${formatDay(savedAt, zone, staffLocale())}, ${formatClock(savedAt, zone, staffLocale())}`,
                })
              : ""}
        </span>
      </div>
    </form>
  );
}
