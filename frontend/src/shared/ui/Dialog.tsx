import { Title } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";
import styles from "./Dialog.module.css";

type DialogProps = {
  title: string;
  onClose: () => void;
  children: ReactNode;
};

/** A modal dialog, built on the browser's own, which keeps the focus inside and closes on Escape. */
export function Dialog({ title, onClose, children }: DialogProps) {
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
  // At the end of the page: a dialog that a form opens may have a form of its own, and forms can't be nested.
  return createPortal(
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        // The dialog closes when its component is removed.
        event.preventDefault();
        onClose();
      }}
      // React passes events on to the component that opened the dialog, which may be a form.
      onSubmit={(event) => event.stopPropagation()}
    >
      <div className={styles.content}>
        <Title order={2} size="h3" id={heading}>
          {title}
        </Title>
        {children}
      </div>
    </dialog>,
    document.body,
  );
}

export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>;
}
