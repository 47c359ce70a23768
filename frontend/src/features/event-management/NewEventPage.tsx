import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { useStudio } from "@/shared/studio/studio";
import { useZone } from "@/shared/time/useZone";
import { EventForm } from "./EventForm";
import { asNewEvent, blankEvent, type EventValues } from "./eventForm";
import { useEventManagement } from "./eventManagementApi";
import { FormPage } from "./FormPage";

export function NewEventPage() {
  // UTC is what a studio has that has not set its zone: the facilitator's own is a better guess.
  const here = useZone();
  const { default_time_zone: ofStudio } = useStudio();
  const navigate = useNavigate();
  const { createEvent } = useEventManagement();
  const [blank] = useState(() => blankEvent(ofStudio === "UTC" ? here : ofStudio));
  const [moment] = useState(() => ({ start_time: null, created_at: new Date().toISOString() }));
  const create = useMutation({
    mutationFn: (values: EventValues) => createEvent(asNewEvent(values)),
    onSuccess: async (event) => {
      // The next thing an event needs is a date.
      await navigate(`/facilitator/events/${event.id}/sessions/new`, { replace: true });
    },
  });
  return (
    <FormPage
      title={t("newEvent.title")}
      heading={t("newEvent.title")}
      intro={t("newEvent.intro")}
      back={{ to: "/facilitator/events", text: t("myEvents.back") }}
    >
      <EventForm
        values={blank}
        moment={moment}
        busy={create.isPending}
        submitText={t("newEvent.submit")}
        problem={create.error}
        onSubmit={(values) => {
          if (!create.isPending) create.mutate(values);
        }}
      />
    </FormPage>
  );
}
