import { Title } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";
import styles from "./Dialog.module.css";

type DialogProps = {
  title: string;
  onClose: () => void;
  /** Of its texts: staff dialogs are in English. */
  language?: string;
  children: ReactNode;
};

/** A modal dialog. The browser's own keeps the focus inside, returns it afterwards and closes on Escape. */
export function Dialog({ title, onClose, language = "en", children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    element.showModal();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={heading}
      lang={language}
      onCancel={(event) => {
        // The dialog closes with its component, not on its own.
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles.content}>
        <Title order={2} size="h3" id={heading}>
          {title}
        </Title>
        {children}
      </div>
    </dialog>
  );
}

export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>;
}
