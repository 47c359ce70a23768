import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { Event } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { useStudio } from "@/shared/studio/studio";
import type { Done } from "./done";
import { useEventManagement } from "./eventManagementApi";
import { FormPage } from "./FormPage";
import { OwnEvent } from "./OwnEvent";
import { RepeatFields } from "./RepeatFields";
import { type Repeat, ruleOf } from "./repeat";
import { SessionForm } from "./SessionForm";
import { asNewSession, nextSessionValues, type SessionValues } from "./sessionForm";

export function NewSessionPage() {
  return <OwnEvent>{(event) => <NewSession event={event} />}</OwnEvent>;
}

function NewSession({ event }: { event: Event }) {
  const navigate = useNavigate();
  const { addSession, addSeries } = useEventManagement();
  const [repeat, setRepeat] = useState<Repeat | null>(null);
  const studio = useStudio();
  const [values] = useState(() => nextSessionValues(event, new Date(), studio));
  const eventPage = `/facilitator/events/${event.id}`;
  const add = useMutation({
    mutationFn: async (typed: SessionValues) => {
      const session = asNewSession(typed, event);
      const rule = repeat && ruleOf(repeat, typed.startDay);
      if (!repeat || !rule) return addSession(event.id, session);
      return addSeries(event.id, { ...session, rule, excluded: repeat.excluded });
    },
    onSuccess: async (series, typed) => {
      if (series) {
        const done = event.draft ? "repeat.doneDraft" : "repeat.done";
        await navigate(eventPage, { state: { done, values: { count: series.dates.length } } satisfies Done });
        return;
      }
      const hasBegun = new Date(asNewSession(typed, event).start_time) <= new Date();
      const done = hasBegun ? "newSession.donePast" : "newSession.done";
      await navigate(eventPage, {
        state: { done: event.draft ? "newSession.doneDraft" : done } satisfies Done,
      });
    },
  });
  return (
    <FormPage
      title={`${t("newSession.title")}: ${event.title}`}
      heading={t("newSession.title")}
      back={{ to: eventPage, text: event.title }}
    >
      <SessionForm
        event={event}
        values={values}
        busy={add.isPending}
        submitText={t(repeat ? "repeat.submit" : "newSession.submit")}
        problem={add.error}
        onSubmit={(typed) => {
          const incomplete = repeat && !ruleOf(repeat, typed.startDay);
          if (!add.isPending && !incomplete) add.mutate(typed);
        }}
      >
        {(typed) => <RepeatFields event={event} values={typed} repeat={repeat} onChange={setRepeat} />}
      </SessionForm>
    </FormPage>
  );
}
