import { ActionIcon, TextInput, Title } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { problemText } from "@/shared/api/problemText";
import type { Event, PictureData } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { pictureWords } from "@/shared/i18n/pictureWords";
import { useWords } from "@/shared/i18n/useWords";
import { FocusField } from "@/shared/pictures/FocusField";
import { PictureUpload } from "@/shared/pictures/PictureUpload";
import { Notice } from "@/shared/ui/Notice";
import styles from "./EventPictures.module.css";
import { useEventManagement } from "./eventManagementApi";

const MAX_PICTURES = 12;
const MAX_ALT_LENGTH = 300;

/** The gallery of an event. Each change is saved at once, apart from the form below it. */
export function EventPictures({ event }: { event: Event }) {
  const t = useWords(pictureWords);
  const { t: common } = useLanguage();
  const { setPictures } = useEventManagement();
  const [pictures, setShown] = useState<readonly PictureData[]>(event.pictures);
  // An upload ends long after the render in which it began.
  const latest = useRef(pictures);
  const show = (wanted: readonly PictureData[]) => {
    latest.current = wanted;
    setShown(wanted);
  };
  const save = useMutation({
    scope: { id: `pictures of ${event.id}` }, // one after the other: the last change must win
    mutationFn: (wanted: readonly PictureData[]) => setPictures(event.id, wanted),
  });
  const change = (wanted: readonly PictureData[]) => {
    show(wanted);
    return save.mutateAsync(wanted).catch(() => undefined);
  };
  const edited = (id: number, values: Partial<PictureData>) =>
    pictures.map((picture) => (picture.id === id ? { ...picture, ...values } : picture));
  const moved = (from: number, to: number) => {
    const order = [...pictures];
    order.splice(to, 0, ...order.splice(from, 1));
    return order;
  };
  return (
    <section className={styles.gallery} aria-labelledby="pictures-heading">
      <div>
        <Title order={2} size="h4" id="pictures-heading">
          {t("pictures.heading")}
        </Title>
        <p className={styles.hint}>{t("pictures.hint")}</p>
      </div>
      {pictures.length > 0 ? (
        <ol className={styles.list}>
          {pictures.map((picture, index) => (
            <li
              key={picture.id}
              className={styles.item}
              aria-label={t("pictures.number", { number: index + 1 })}
            >
              <FocusField
                picture={picture}
                onChange={(focus) => show(edited(picture.id, { focus }))}
                onDone={(focus) => void change(edited(picture.id, { focus }))}
              />
              <div className={styles.about}>
                <TextInput
                  size="md"
                  label={t("pictures.alt")}
                  description={t("pictures.altHint")}
                  maxLength={MAX_ALT_LENGTH}
                  value={picture.alt}
                  onChange={({ currentTarget }) => show(edited(picture.id, { alt: currentTarget.value }))}
                  onBlur={() => void change(pictures)}
                />
                <div className={styles.actions}>
                  <ActionIcon
                    variant="default"
                    size="lg"
                    disabled={index === 0}
                    aria-label={t("pictures.earlier", { number: index + 1 })}
                    onClick={() => void change(moved(index, index - 1))}
                  >
                    <IconArrowUp size={18} aria-hidden={true} />
                  </ActionIcon>
                  <ActionIcon
                    variant="default"
                    size="lg"
                    disabled={index === pictures.length - 1}
                    aria-label={t("pictures.later", { number: index + 1 })}
                    onClick={() => void change(moved(index, index + 1))}
                  >
                    <IconArrowDown size={18} aria-hidden={true} />
                  </ActionIcon>
                  <ActionIcon
                    variant="default"
                    size="lg"
                    aria-label={t("pictures.remove", { number: index + 1 })}
                    onClick={() => void change(pictures.filter(({ id }) => id !== picture.id))}
                  >
                    <IconTrash size={18} aria-hidden={true} />
                  </ActionIcon>
                </div>
              </div>
            </li>
          ))}
        </ol>
      ) : null}
      <PictureUpload
        several={true}
        label={t("pictures.add")}
        hint={
          pictures.length < MAX_PICTURES ? t("pictures.types") : t("pictures.full", { count: MAX_PICTURES })
        }
        disabled={pictures.length >= MAX_PICTURES}
        onUploaded={(picture) => {
          const others = latest.current.filter(({ id }) => id !== picture.id);
          return change([...others, picture].slice(0, MAX_PICTURES));
        }}
      />
      {save.isSuccess ? (
        <p className={styles.hint} role="status">
          {t("pictures.saved")}
        </p>
      ) : null}
      {save.error ? <Notice tone="bad">{problemText(common, save.error)}</Notice> : null}
    </section>
  );
}
