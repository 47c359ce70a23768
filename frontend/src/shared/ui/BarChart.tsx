import styles from "./BarChart.module.css";

type Series = { label: string; color: string };
type Row = { id: string; label: string; values: readonly number[] };
type BarChartProps = { series: readonly Series[]; rows: readonly Row[]; locale: string };

/** At most so many labels stand below the bars. */
const LABELS = 5;
const HEIGHT = 100;

/** Stacked bars with whole numbers. A table beside it says the same to those who can't see it. */
export function BarChart({ series, rows, locale }: BarChartProps) {
  const number = new Intl.NumberFormat(locale);
  const sums = rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const top = roundedUp(Math.max(...sums, 0));
  const step = Math.max(1, Math.ceil((rows.length - 1) / (LABELS - 1)));
  return (
    <div className={styles.chart} aria-hidden="true">
      <ul className={styles.legend}>
        {series.map(({ label, color }) => (
          <li key={label} className={styles.name}>
            <span className={styles.swatch} style={{ backgroundColor: color }} />
            {label}
          </li>
        ))}
      </ul>
      <div className={styles.plot}>
        <div className={styles.scale}>
          <span>{number.format(top)}</span>
          <span>{number.format(0)}</span>
        </div>
        <svg
          className={styles.bars}
          viewBox={`0 0 ${Math.max(1, rows.length)} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {rows.map(({ id, label, values }, column) => (
            <g key={id}>
              <title>
                {`${label}: ${values.map((value, index) => `${series[index]?.label} ${number.format(value)}`).join(", ")}`}
              </title>
              <rect className={styles.column} x={column} y={0} width={1} height={HEIGHT} />
              {values.map((value, index) => {
                const below = values.slice(0, index).reduce((sum, other) => sum + other, 0);
                const { label: name, color } = series[index] ?? { label: "", color: "" };
                return (
                  <rect
                    key={name}
                    x={column + 0.15}
                    y={HEIGHT - ((below + value) / top) * HEIGHT}
                    width={0.7}
                    height={(value / top) * HEIGHT}
                    style={{ fill: color }}
                  />
                );
              })}
            </g>
          ))}
        </svg>
        <div
          className={styles.labels}
          style={{ gridTemplateColumns: `repeat(${Math.max(1, rows.length)}, minmax(0, 1fr))` }}
        >
          {rows.map(({ id, label }, column) =>
            column % step === 0 ? (
              // The last one would stand out of the chart.
              <span
                key={id}
                style={{ gridColumn: column + 1, justifySelf: column === rows.length - 1 ? "end" : "start" }}
              >
                {label}
              </span>
            ) : null,
          )}
        </div>
      </div>
    </div>
  );
}

/** A round number that is at least this, for the top of the scale: 4, 5, 10, 20, 50 and so on. */
function roundedUp(most: number): number {
  if (most <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((factor) => factor * power).find((round) => round >= most) ?? most;
}
