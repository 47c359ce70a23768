import { TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { PictureData } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { useStudio } from "@/shared/studio/studio";
import { useZone } from "@/shared/time/useZone";
import { instantAt } from "@/shared/time/wallClock";
import { FailurePart } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Placeholder } from "@/shared/ui/Placeholder";
import { type Done, doneText, useArrival } from "./done";
import { EventForm } from "./EventForm";
import { asNewEvent, blankEvent, type EventValues, valuesOfEvent } from "./eventForm";
import { eventDefaultsQuery, useEventManagement } from "./eventManagementApi";
import { templateQuery } from "./eventTemplates";
import { FormPage } from "./FormPage";
import { Gallery } from "./Gallery";
import { TemplateChoice } from "./TemplateChoice";

/** Creates an event, from nothing or from a template, which is named in the address. */
export function NewEventPage() {
  const done = useArrival();
  const templateId = Number(useSearchParams()[0].get("template")) || null;
  return (
    <FormPage
      title={t("newEvent.title")}
      heading={t("newEvent.title")}
      intro={t("newEvent.intro")}
      back={{ to: "/facilitator/events", text: t("myEvents.back") }}
    >
      {done ? <Notice tone="good">{doneText(done)}</Notice> : null}
      <TemplateChoice chosen={templateId} />
      {templateId ? <FromTemplate key={templateId} templateId={templateId} /> : <FromNothing />}
    </FormPage>
  );
}

function FromNothing() {
  // UTC is what a studio has that has not set its zone: the facilitator's own is a better guess.
  const here = useZone();
  const { default_time_zone: ofStudio } = useStudio();
  const { data: defaults, isPending } = useQuery(eventDefaultsQuery);
  if (isPending) return <Placeholder shapes={["row", "row", "row"]} />;
  return <BlankForm zone={defaults?.time_zone ?? (ofStudio === "UTC" ? here : ofStudio)} />;
}

/** The pictures wait for the event: they are saved with it. */
const noted = async () => undefined;

function BlankForm({ zone }: { zone: string }) {
  const [pictures, setPictures] = useState<readonly PictureData[]>([]);
  const navigate = useNavigate();
  const { createEvent } = useEventManagement();
  const [blank] = useState(() => blankEvent(zone));
  const create = useMutation({
    mutationFn: (values: EventValues) =>
      createEvent({
        ...asNewEvent(values),
        pictures: pictures.map(({ id, alt, focus }) => ({ id, alt, focus })),
      }),
    onSuccess: async (event) => {
      // The next thing an event needs is a date.
      await navigate(`/facilitator/events/${event.id}/sessions/new`, { replace: true });
    },
  });
  return (
    <>
      <Gallery pictures={pictures} onChange={setPictures} onDone={noted} />
      <EventForm
        values={blank}
        pictures={pictures.length}
        busy={create.isPending}
        submitText={t("newEvent.submit")}
        problem={create.error}
        onSubmit={(values) => {
          if (!create.isPending) create.mutate(values);
        }}
      />
    </>
  );
}

/** The form filled with everything that the template keeps. Only the dates are missing. */
function FromTemplate({ templateId }: { templateId: number }) {
  const navigate = useNavigate();
  const { createEvent } = useEventManagement();
  const template = useQuery(templateQuery(templateId));
  const [day, setDay] = useState("");
  const [missing, setMissing] = useState(false);
  const create = useMutation({
    mutationFn: ({ values, first }: { values: EventValues; first: Date | null }) =>
      createEvent({
        ...asNewEvent(values),
        from_template: { id: templateId, first_start: first?.toISOString() ?? null },
      }),
    onSuccess: async (event) => {
      const page = `/facilitator/events/${event.id}`;
      const hasDates = event.sessions_total > 0;
      await navigate(hasDates ? page : `${page}/sessions/new`, {
        replace: true,
        state: { done: "template.done" } satisfies Done,
      });
    },
  });
  if (!template.data)
    return template.error ? (
      <FailurePart problem={template.error} retry={template.refetch} />
    ) : (
      <Placeholder shapes={["row", "row", "row"]} />
    );
  const { event, pictures, sessions_total, first_clock } = template.data;
  return (
    <EventForm
      values={valuesOfEvent(event)}
      pictures={pictures.length}
      busy={create.isPending}
      submitText={t(first_clock ? "template.submit" : "newEvent.submit")}
      problem={create.error}
      onSubmit={(values) => {
        const first = first_clock ? instantAt(day, first_clock, values.time_zone) : null;
        setMissing(first_clock !== null && !first);
        if ((first || !first_clock) && !create.isPending) create.mutate({ values, first });
      }}
    >
      {first_clock ? (
        <TextInput
          size="md"
          type="date"
          label={t("template.day")}
          description={t("template.dayHint", { count: sessions_total, clock: first_clock })}
          value={day}
          error={missing ? t("sessionForm.dayBad") : undefined}
          onChange={(change) => {
            setDay(change.currentTarget.value);
            setMissing(false);
          }}
        />
      ) : null}
    </EventForm>
  );
}
