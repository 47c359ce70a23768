import { useState } from "react";
import type { Event } from "@/shared/api/types";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { useWords } from "@/shared/i18n/useWords";
import { Picture } from "@/shared/ui/Picture";
import styles from "./EventGallery.module.css";
import { EventPicture } from "./EventPicture";

const SIZES = "(min-width: 72em) 42rem, (min-width: 62em) 55vw, 100vw";

/** The pictures of an event: one large, and the others to choose from. */
export function EventGallery({ event }: { event: Event }) {
  const e = useWords(eventPageWords);
  const [shownId, setShownId] = useState<number | null>(null);
  const { pictures } = event;
  const shown = pictures.find(({ id }) => id === shownId) ?? pictures[0];
  return (
    <div className={styles.gallery}>
      <div className={styles.large}>
        {shown ? (
          <Picture picture={shown} sizes={SIZES} eager={true} />
        ) : (
          <EventPicture event={event} sizes={SIZES} eager={true} />
        )}
      </div>
      {pictures.length > 1 ? (
        <ul className={styles.others} aria-label={e("gallery.label")}>
          {pictures.map((picture, index) => (
            <li key={picture.id}>
              <button
                type="button"
                className={styles.choice}
                aria-pressed={picture.id === shown?.id}
                aria-label={e("gallery.show", { number: index + 1, total: pictures.length })}
                onClick={() => setShownId(picture.id)}
              >
                <Picture picture={{ ...picture, alt: "" }} sizes="6rem" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
