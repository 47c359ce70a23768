import styles from "./MailFrame.module.css";

/** Links of the message open in a new tab, so the frame itself never navigates. */
const NEW_TABS = '<base target="_blank">';

type MailFrameProps = { html: string; title: string; width?: "phone" | "desk" };

/**
 * An e-mail's HTML, as its reader sees it. Its content is not trusted: the frame runs no scripts, has an origin of
 * its own and inherits the page's content security policy.
 */
export function MailFrame({ html, title, width = "desk" }: MailFrameProps) {
  return (
    <iframe
      className={styles.frame}
      data-width={width}
      title={title}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={NEW_TABS + html}
    />
  );
}
