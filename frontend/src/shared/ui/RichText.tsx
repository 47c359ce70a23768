import styles from "./RichText.module.css";

/** A text with headings, lists and links, as HTML that the server made and cleaned. */
export function RichText({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the server lets only a few harmless tags through.
  return <div className={styles.text} dangerouslySetInnerHTML={{ __html: html }} />;
}
