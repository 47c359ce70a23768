import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { Event } from "@/shared/api/types";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { dayKey, formatClock } from "@/shared/time/format";
import { daysLater, instantAt, weeksUntilNext } from "@/shared/time/wallClock";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import type { Done } from "./done";
import { useEventManagement } from "./eventManagementApi";

type DuplicateDialogProps = { event: Event; onClose: () => void };

/** Copies an event. The reader chooses its first day; the other sessions follow at the same intervals and times. */
export function DuplicateDialog({ event, onClose }: DuplicateDialogProps) {
  const navigate = useNavigate();
  const { duplicateEvent } = useEventManagement();
  const zone = event.time_zone;
  const scheduled = event.sessions.filter((session) => session.status === "scheduled");
  const first = scheduled[0];
  const clock = first ? formatClock(new Date(first.start_time), zone, "en-GB") : "09:00";
  const [day, setDay] = useState(() => {
    const now = new Date();
    const before = dayKey(first ? new Date(first.start_time) : now, zone);
    return daysLater(before, 7 * weeksUntilNext(before, clock, zone, now));
  });
  const start = instantAt(day, clock, zone);
  const duplicate = useMutation({
    mutationFn: (at: Date) => duplicateEvent(event.id, at.toISOString()),
    onSuccess: async (copy) => {
      onClose();
      await navigate(`/facilitator/events/${copy.id}`, {
        state: { done: "duplicate.done" } satisfies Done,
      });
    },
  });
  return (
    <Dialog title={t("duplicate.title", { title: event.title })} onClose={onClose}>
      <p>
        {t("duplicate.text", {
          count: event.sessions_total > event.sessions.length ? event.sessions_total : scheduled.length,
        })}
      </p>
      <TextInput
        size="md"
        type="date"
        label={t("duplicate.day")}
        value={day}
        error={start ? undefined : t("sessionForm.dayBad")}
        onChange={(change) => setDay(change.currentTarget.value)}
      />
      {duplicate.error ? <Notice tone="bad">{staffProblemText(duplicate.error)}</Notice> : null}
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("dialog.back")}
        </Button>
        <Button
          loading={duplicate.isPending}
          disabled={!start}
          onClick={() => {
            if (start && !duplicate.isPending) duplicate.mutate(start);
          }}
        >
          {t("duplicate.confirm")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
