import { ActionIcon, TextInput, Title } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";
import type { PictureData } from "@/shared/api/types";
import { pictureWords } from "@/shared/i18n/pictureWords";
import { useWords } from "@/shared/i18n/useWords";
import { FocusField } from "@/shared/pictures/FocusField";
import { PictureUpload } from "@/shared/pictures/PictureUpload";
import styles from "./Gallery.module.css";

const MAX_PICTURES = 12;
const MAX_ALT_LENGTH = 300;

type GalleryProps = {
  pictures: readonly PictureData[];
  /** Called with every keystroke and move of a point. */
  onChange: (pictures: readonly PictureData[]) => void;
  /** Called when a change is complete. */
  onDone: (pictures: readonly PictureData[]) => Promise<unknown>;
  children?: ReactNode;
};

/** The pictures of an event in their order, which are added, described, moved and removed here. */
export function Gallery({ pictures, onChange, onDone, children }: GalleryProps) {
  const t = useWords(pictureWords);
  // An upload ends long after the render in which it began.
  const latest = useRef(pictures);
  latest.current = pictures;
  const change = (wanted: readonly PictureData[]) => {
    latest.current = wanted;
    onChange(wanted);
    return onDone(wanted);
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
                onChange={(focus) => onChange(edited(picture.id, { focus }))}
                onDone={(focus) => void change(edited(picture.id, { focus }))}
              />
              <div className={styles.about}>
                <TextInput
                  size="md"
                  label={t("pictures.alt")}
                  description={t("pictures.altHint")}
                  maxLength={MAX_ALT_LENGTH}
                  value={picture.alt}
                  onChange={({ currentTarget }) => onChange(edited(picture.id, { alt: currentTarget.value }))}
                  onBlur={() => void onDone(pictures)}
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
      {children}
    </section>
  );
}
