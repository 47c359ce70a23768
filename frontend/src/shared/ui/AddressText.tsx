import styles from "./AddressText.module.css";

/** Postcodes such as "2655-001" and "SW1A 1AA", at whose hyphen or blank a line would end. */
const POSTCODE = /(\b\d{2,}-\d{2,}\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b)/;

/** An address in which no line ends within a postcode. */
export function AddressText({ text }: { text: string }) {
  return text.split(POSTCODE).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the text.
      <span key={index} className={styles.whole}>
        {part}
      </span>
    ),
  );
}
