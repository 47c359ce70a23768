import { Input } from "@mantine/core";
import type { PointerEvent } from "react";
import type { PictureData } from "@/shared/api/types";
import { pictureWords } from "@/shared/i18n/pictureWords";
import { useWords } from "@/shared/i18n/useWords";
import styles from "./FocusField.module.css";

type Focus = PictureData["focus"];
type FocusFieldProps = {
  picture: PictureData;
  onChange: (focus: Focus) => void;
  onDone: (focus: Focus) => void;
};

/** The focal point of a picture: by a tap on it, or with two sliders. */
export function FocusField({ picture, onChange, onDone }: FocusFieldProps) {
  const t = useWords(pictureWords);
  const { focus } = picture;
  const tap = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLDivElement>) => {
    const box = currentTarget.getBoundingClientRect();
    const percent = (part: number) => Math.min(100, Math.max(0, Math.round(part * 100)));
    const point = {
      x: percent((clientX - box.left) / box.width),
      y: percent((clientY - box.top) / box.height),
    };
    onChange(point);
    onDone(point);
  };
  return (
    <div className={styles.focus}>
      <Input.Description>{t("pictures.focus")}</Input.Description>
      <div className={styles.picture} onPointerUp={tap}>
        <picture>
          <source type="image/avif" srcSet={picture.sources.avif} sizes="16rem" />
          <source type="image/webp" srcSet={picture.sources.webp} sizes="16rem" />
          <img src={picture.src} width={picture.width} height={picture.height} alt="" loading="lazy" />
        </picture>
        <span
          className={styles.point}
          style={{ left: `${focus.x}%`, top: `${focus.y}%` }}
          aria-hidden="true"
        />
      </div>
      <div className={styles.sliders}>
        {(["x", "y"] as const).map((axis) => (
          <label key={axis} className={styles.slider}>
            {t(axis === "x" ? "pictures.focusX" : "pictures.focusY")}
            <input
              type="range"
              min={0}
              max={100}
              value={focus[axis]}
              onChange={({ currentTarget }) => onChange({ ...focus, [axis]: Number(currentTarget.value) })}
              onPointerUp={() => onDone(focus)}
              onKeyUp={() => onDone(focus)}
            />
          </label>
        ))}
      </div>
    </div>
  );
}
