import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { Event } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { useZone } from "@/shared/time/useZone";
import { useEventManagement } from "./eventManagementApi";
import { FormPage } from "./FormPage";
import { OwnEvent } from "./OwnEvent";
import { SessionForm } from "./SessionForm";
import { asNewSession, nextSessionValues, type SessionValues } from "./sessionForm";

export function NewSessionPage() {
  return <OwnEvent>{(event) => <NewSession event={event} />}</OwnEvent>;
}

function NewSession({ event }: { event: Event }) {
  const navigate = useNavigate();
  const { addSession } = useEventManagement();
  const zone = useZone();
  const [values] = useState(() => nextSessionValues(event, new Date(), zone));
  const eventPage = `/facilitator/events/${event.id}`;
  const add = useMutation({
    mutationFn: (typed: SessionValues) => addSession(event.id, asNewSession(typed, event)),
    onSuccess: async (_, typed) => {
      const hasBegun = new Date(asNewSession(typed, event).start_time) <= new Date();
      const done = hasBegun ? "newSession.donePast" : "newSession.done";
      await navigate(eventPage, { state: { done: t(event.draft ? "newSession.doneDraft" : done) } });
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
        submitText={t("newSession.submit")}
        problem={add.error}
        onSubmit={(typed) => {
          if (!add.isPending) add.mutate(typed);
        }}
      />
    </FormPage>
  );
}
