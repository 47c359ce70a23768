import { Button } from "@mantine/core";
import {
  IconCircleX,
  IconCopy,
  IconEye,
  IconMapPin,
  IconPencil,
  IconTemplate,
  IconTrash,
  IconVideo,
} from "@tabler/icons-react";
import { Link } from "react-router";
import { coverSubject, EventPicture } from "@/features/events";
import type { Event } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { PageHeading } from "@/shared/ui/PageHeading";
import styles from "./OwnEventPage.module.css";

type OwnEventHeadProps = {
  event: Event;
  busy: boolean;
  onDuplicate: () => void;
  onSaveTemplate: () => void;
  onCancel: () => void;
};

/** What a facilitator's event is, and what they can do with it as a whole. A draft is deleted instead of cancelled. */
export function OwnEventHead({ event, busy, onDuplicate, onSaveTemplate, onCancel }: OwnEventHeadProps) {
  const cancelled = event.status === "cancelled";
  return (
    <header className={styles.head}>
      <div className={styles.cover}>
        <EventPicture event={event} sizes="(min-width: 48em) 18rem, 100vw" eager />
      </div>
      <div className={styles.about}>
        <p className={styles.kind}>{t(`eventForm.kind.${coverSubject(event).kind}`)}</p>
        <PageHeading>{event.title}</PageHeading>
        {event.online || event.location ? (
          <p className={styles.place}>
            {event.online ? (
              <IconVideo size={18} aria-hidden={true} />
            ) : (
              <IconMapPin size={18} aria-hidden={true} />
            )}
            <span dir="auto">{event.online ? t("eventForm.format.online") : event.location}</span>
          </p>
        ) : null}
        <div className={styles.actions}>
          {cancelled ? null : (
            <Button
              component={Link}
              to="edit"
              variant="default"
              leftSection={<IconPencil size={18} aria-hidden={true} />}
            >
              {t("ownEvent.edit")}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconCopy size={18} aria-hidden={true} />}
            onClick={onDuplicate}
          >
            {t("ownEvent.duplicate")}
          </Button>
          <Button
            variant="default"
            leftSection={<IconTemplate size={18} aria-hidden={true} />}
            onClick={onSaveTemplate}
          >
            {t("template.save")}
          </Button>
          {cancelled ? null : (
            <Button
              variant="default"
              leftSection={
                event.draft ? (
                  <IconTrash size={18} aria-hidden={true} />
                ) : (
                  <IconCircleX size={18} aria-hidden={true} />
                )
              }
              aria-disabled={busy}
              onClick={onCancel}
            >
              {t(event.draft ? "ownEvent.deleteDraft" : "ownEvent.cancel")}
            </Button>
          )}
          {event.draft && cancelled ? null : (
            <Button
              component={Link}
              to={`/e/${event.id}`}
              variant="default"
              leftSection={<IconEye size={18} aria-hidden={true} />}
            >
              {t(event.draft ? "ownEvent.preview" : "ownEvent.asGuest")}
            </Button>
          )}
        </div>
      </div>
    </header>
  );
}
