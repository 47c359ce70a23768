import type { CSSProperties } from "react";
import type { PictureData } from "@/shared/api/types";
import styles from "./Picture.module.css";

type PictureProps = {
  picture: PictureData;
  /** How wide it is shown, as the attribute `sizes` of an image: "(min-width: 62em) 50vw, 100vw". */
  sizes: string;
  /** On the first screen: it is loaded at once, before other pictures. */
  eager?: boolean;
  className?: string;
};

/** A picture that somebody uploaded. It fills the box around it, and keeps its focal point visible where it is cut. */
export function Picture({ picture, sizes, eager = false, className }: PictureProps) {
  const { alt, width, height, focus, src, sources } = picture;
  const position: CSSProperties = { objectPosition: `${focus.x}% ${focus.y}%` };
  return (
    <picture className={styles.picture}>
      <source type="image/avif" srcSet={sources.avif} sizes={sizes} />
      <source type="image/webp" srcSet={sources.webp} sizes={sizes} />
      <img
        className={className ? `${styles.image} ${className}` : styles.image}
        style={position}
        src={src}
        width={width}
        height={height}
        alt={alt}
        loading={eager ? "eager" : "lazy"}
        fetchPriority={eager ? "high" : "auto"}
        decoding="async"
      />
    </picture>
  );
}
