import { memo, useId } from "react";
import styles from "./Cover.module.css";
import { type CoverSubject, composeCover, HEIGHT, WIDTH } from "./compose";

/** The drawn cover of an event. It adds nothing to the text beside it, so it is hidden from screen readers. */
export const Cover = memo(function Cover({ seed, kind, hour, month }: CoverSubject) {
  const sky = useId();
  const { skyTop, skyLow, shapes } = composeCover({ seed, kind, hour, month });
  return (
    <svg
      className={styles.cover}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <linearGradient id={sky} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor={skyTop} />
          <stop offset="0.75" stopColor={skyLow} />
        </linearGradient>
      </defs>
      <rect width={WIDTH} height={HEIGHT} fill={`url(#${sky})`} />
      {shapes.map((shape, index) =>
        shape.at === "circle" ? (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a composition never reorders its shapes.
            key={index}
            cx={shape.cx}
            cy={shape.cy}
            r={shape.r}
            fill={shape.fill}
            opacity={shape.opacity}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a composition never reorders its shapes.
          <path key={index} d={shape.d} fill={shape.fill} opacity={shape.opacity} />
        ),
      )}
    </svg>
  );
});
