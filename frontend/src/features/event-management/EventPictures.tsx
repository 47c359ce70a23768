import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { problemText } from "@/shared/api/problemText";
import type { Event, PictureData } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { pictureWords } from "@/shared/i18n/pictureWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import { useEventManagement } from "./eventManagementApi";
import { Gallery } from "./Gallery";
import styles from "./Gallery.module.css";

/** The gallery of an event. Each change is saved at once, apart from the form below it. */
export function EventPictures({ event }: { event: Event }) {
  const t = useWords(pictureWords);
  const { t: common } = useLanguage();
  const { setPictures } = useEventManagement();
  const [pictures, show] = useState<readonly PictureData[]>(event.pictures);
  const save = useMutation({
    scope: { id: `pictures of ${event.id}` }, // one after the other: the last change must win
    mutationFn: (wanted: readonly PictureData[]) => setPictures(event.id, wanted),
  });
  return (
    <Gallery
      pictures={pictures}
      onChange={show}
      onDone={(wanted) => save.mutateAsync(wanted).catch(() => undefined)}
    >
      {save.isSuccess ? (
        <p className={styles.hint} role="status">
          {t("pictures.saved")}
        </p>
      ) : null}
      {save.error ? <Notice tone="bad">{problemText(common, save.error)}</Notice> : null}
    </Gallery>
  );
}
