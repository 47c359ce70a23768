import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import type { Event } from "@/shared/api/types";
import type { Done } from "./done";
import type { Confirmation, Impact } from "./eventManagementApi";
import { FormPage } from "./FormPage";
import { ImpactDialog } from "./ImpactDialog";
import { useConfirmedChange } from "./useConfirmedChange";

type FormProps<Values> = { busy: boolean; problem: unknown; onSubmit: (values: Values) => void };

type EditPageProps<Values, Change> = {
  event: Event;
  heading: string;
  /** The title of the event or session that is edited. */
  subject: string;
  impactTitle: string;
  preview: (change: Change) => Promise<Impact>;
  apply: (change: Change, confirmation: Confirmation) => Promise<void>;
  /** What the typed values change; null where they change nothing. */
  changeOf: (values: Values) => Change | null;
  /** The values before and after the change, for the dialog. */
  differences: (change: Change) => ReactNode;
  /** Ask even if no booking is affected. */
  alwaysAsk?: boolean;
  children: (form: FormProps<Values>) => ReactNode;
};

/** Edits an event or a session. A change that affects guests is shown with its impact and confirmed first. */
export function EditPage<Values, Change>({
  event,
  heading,
  subject,
  impactTitle,
  preview,
  apply,
  changeOf,
  differences,
  alwaysAsk = false,
  children,
}: EditPageProps<Values, Change>) {
  const navigate = useNavigate();
  const eventPage = `/facilitator/events/${event.id}`;
  const { question, busy, problem, ask, confirm, leave } = useConfirmedChange<Change>({
    preview,
    apply,
    alwaysAsk,
    onDone: async ({ impact }) => {
      await navigate(eventPage, {
        state: { done: impact.bookings > 0 ? "ownEvent.savedWithGuests" : "ownEvent.saved" } satisfies Done,
      });
    },
  });
  const dialog = question ? (
    <ImpactDialog
      title={impactTitle}
      impact={question.impact}
      changedMeanwhile={question.changedMeanwhile}
      details={differences(question.change)}
      busy={busy}
      problem={problem}
      onConfirm={(reason) => void confirm(reason)}
      onClose={leave}
    />
  ) : null;
  return (
    <FormPage
      title={`${heading}: ${subject}`}
      heading={heading}
      back={{ to: eventPage, text: event.title }}
      dialog={dialog}
    >
      {children({
        busy: busy && !question,
        problem: question ? null : problem,
        onSubmit: (values) => {
          const change = changeOf(values);
          if (change) void ask(change);
          else void navigate(eventPage, { state: { done: "ownEvent.saved" } satisfies Done }); // pictures were saved at once
        },
      })}
    </FormPage>
  );
}
