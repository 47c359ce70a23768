import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue } from "react";
import { useParams } from "react-router";
import { ownEventQuery } from "@/features/events";
import type { Event } from "@/shared/api/types";
import { useAuth } from "@/shared/auth/auth";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { Placeholder } from "@/shared/ui/Placeholder";

type OwnEventProps = { children: (event: Event) => ReactNode };

/** Loads the event named in the address, and shows the page if the reader manages it: admins manage all. */
export function OwnEvent({ children }: OwnEventProps) {
  const { user } = useAuth();
  const eventId = Number(useParams().eventId);
  const event = useQuery({ ...ownEventQuery(eventId), refetchOnMount: "always" });
  // Rendered in slices, so that the page responds to a tap meanwhile.
  const shown = useDeferredValue(event.data);
  if (!user) return null;
  const manages = shown?.facilitator_id === user.id || user.roles.includes("admin");
  if (shown && manages) return children(shown);
  return (
    <Page title={t("myEvents.title")} width="text">
      {shown ? (
        <EmptyState title={t("ownEvent.others.title")} text={t("ownEvent.others.text")} />
      ) : event.error ? (
        <FailurePart problem={event.error} retry={event.refetch} />
      ) : (
        <Placeholder shapes={["title", "line", "row", "row"]} />
      )}
    </Page>
  );
}
