import { useState } from "react";
import type { Event } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { BeforeAndAfter } from "./BeforeAndAfter";
import { EditPage } from "./EditPage";
import { EventForm } from "./EventForm";
import { EventPictures } from "./EventPictures";
import { type EventValues, eventChange, eventDifferences, valuesOfEvent } from "./eventForm";
import { type EventChange, eventImpact, useEventManagement } from "./eventManagementApi";
import { OwnEvent } from "./OwnEvent";

export function EditEventPage() {
  return <OwnEvent>{(event) => <EditEvent event={event} />}</OwnEvent>;
}

function EditEvent({ event }: { event: Event }) {
  const management = useEventManagement();
  // The values when the form was opened: a newly fetched event must not overwrite what is typed.
  const [before] = useState(() => valuesOfEvent(event));
  return (
    <EditPage<EventValues, EventChange>
      event={event}
      heading={t("editEvent.title")}
      subject={event.title}
      impactTitle={t("impact.title.event", { title: event.title })}
      preview={(change) => eventImpact(event.id, change)}
      apply={(change, confirmation) => management.changeEvent(event.id, change, confirmation)}
      changeOf={(values) => eventChange(before, values)}
      differences={(change) => <BeforeAndAfter differences={eventDifferences(change, before)} />}
    >
      {(form) => (
        <>
          <EventPictures event={event} />
          <EventForm
            values={before}
            pictures={event.pictures.length}
            submitText={t("editEvent.submit")}
            {...form}
          />
        </>
      )}
    </EditPage>
  );
}
