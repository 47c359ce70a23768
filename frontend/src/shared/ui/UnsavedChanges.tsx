import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Dialog, DialogButtons } from "./Dialog";

/** Asks before a link, a reload or a closed tab loses what was typed into a form. */
export function UnsavedChanges({ when }: { when: boolean }) {
  const { t } = useLanguage();
  const [link, setLink] = useState<HTMLAnchorElement | null>(null);
  const leaving = useRef(false);
  useEffect(() => {
    if (!when) return;
    const onClick = (event: MouseEvent) => {
      const wanted = event.target instanceof Element ? event.target.closest("a") : null;
      if (!wanted || leaving.current || !leavesPage(wanted, event)) return;
      event.preventDefault();
      event.stopPropagation();
      setLink(wanted);
    };
    const onUnload = (event: BeforeUnloadEvent) => {
      if (!leaving.current) event.preventDefault();
    };
    // Before React, whose links would open the page.
    document.addEventListener("click", onClick, true);
    window.addEventListener("beforeunload", onUnload);
    return () => {
      document.removeEventListener("click", onClick, true);
      window.removeEventListener("beforeunload", onUnload);
    };
  }, [when]);
  if (!link) return null;
  const leave = () => {
    setLink(null);
    leaving.current = true;
    link.click();
    leaving.current = false;
  };
  return (
    <Dialog title={t("unsaved.title")} onClose={() => setLink(null)}>
      <p>{t("unsaved.text")}</p>
      <DialogButtons>
        <Button variant="default" onClick={leave}>
          {t("unsaved.leave")}
        </Button>
        <Button onClick={() => setLink(null)}>{t("unsaved.stay")}</Button>
      </DialogButtons>
    </Dialog>
  );
}

/** Whether a click on the link shows another page in this tab. */
function leavesPage(link: HTMLAnchorElement, { button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent) {
  if (button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return false;
  if (!link.href || link.hasAttribute("download") || (link.target && link.target !== "_self")) return false;
  const { origin, pathname, protocol } = new URL(link.href);
  if (!protocol.startsWith("http")) return false;
  return origin !== location.origin || pathname !== location.pathname;
}
