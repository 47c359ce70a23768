import { ActionIcon, Button, Text, VisuallyHidden } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useId, useRef, useState } from "react";
import { Link, useLocation } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Placeholder } from "@/shared/ui/Placeholder";
import styles from "./Bell.module.css";
import { NotificationList } from "./NotificationList";
import { latestQuery, markRead } from "./notificationQueries";
import { useLiveNotifications } from "./useLiveNotifications";

/** Milliseconds between requests while the live stream is not connected. */
const REFETCH_INTERVAL = 60_000;
const MAX_SHOWN = 99;

export function Bell({ userId }: { userId: number }) {
  const { t } = useLanguage();
  const { live, arrived } = useLiveNotifications(userId);
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useId();
  const latest = useQuery({ ...latestQuery, refetchInterval: live === "live" ? false : REFETCH_INTERVAL });
  const unread = latest.data?.unread ?? 0;
  const close = useCallback((returnFocus: boolean) => {
    setOpen(false);
    if (returnFocus) button.current?.focus();
  }, []);
  useClosing(open, frame, close);
  return (
    <div className={styles.frame} ref={frame}>
      <ActionIcon
        ref={button}
        variant="subtle"
        color="gray"
        size="input-md"
        className={styles.bell}
        aria-label={unread > 0 ? t("bell.unread", { count: unread }) : t("bell.title")}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={() => setOpen(!open)}
      >
        <IconBell size={20} aria-hidden={true} />
        {unread > 0 ? (
          <span className={styles.count} aria-hidden="true">
            {unread > MAX_SHOWN ? t("bell.most") : unread}
          </span>
        ) : null}
      </ActionIcon>
      <VisuallyHidden role="status">{arrived ? t("bell.arrived", { title: arrived }) : ""}</VisuallyHidden>
      {open ? <Panel id={panel} close={close} /> : null}
    </div>
  );
}

type Close = (returnFocus: boolean) => void;

function Panel({ id, close }: { id: string; close: Close }) {
  const { t } = useLanguage();
  const queryClient = useQueryClient();
  const latest = useQuery(latestQuery);
  const panel = useRef<HTMLDivElement>(null);
  const heading = useId();
  useEffect(() => panel.current?.focus(), []);
  const { notifications = [], unread = 0 } = latest.data ?? {};
  return (
    <div ref={panel} id={id} role="dialog" aria-labelledby={heading} tabIndex={-1} className={styles.panel}>
      <div className={styles.head}>
        <h2 id={heading} className={styles.title}>
          {t("bell.title")}
        </h2>
        {unread > 0 ? (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              void markRead(queryClient, { all: true }).catch(() => undefined);
              // The button disappears after its use, so the panel takes the focus.
              panel.current?.focus();
            }}
          >
            {t("bell.markAll")}
          </Button>
        ) : null}
      </div>
      <div className={styles.scroll}>
        {notifications.length > 0 ? (
          <NotificationList notifications={notifications} onOpen={() => close(false)} />
        ) : latest.data ? (
          <div className={styles.empty}>
            <p>{t("bell.empty.title")}</p>
            <Text c="dimmed">{t("bell.empty.text")}</Text>
          </div>
        ) : latest.error ? (
          <div className={styles.empty}>
            <p>{t("error.unreachable")}</p>
            <Button variant="default" onClick={() => void latest.refetch()}>
              {t("error.tryNow")}
            </Button>
          </div>
        ) : (
          <div className={styles.empty}>
            <Placeholder shapes={["line", "line", "line"]} />
          </div>
        )}
      </div>
      <Link to="/my-notifications" className={styles.all} onClick={() => close(false)}>
        {t("bell.all")}
      </Link>
    </div>
  );
}

/** Closes the panel on Escape, on a click elsewhere, when the focus leaves it, and on a change of page. */
function useClosing(open: boolean, frame: RefObject<HTMLDivElement | null>, close: Close) {
  const { key } = useLocation();
  const page = useRef(key);
  useEffect(() => {
    if (page.current !== key) close(false);
    page.current = key;
  }, [key, close]);
  useEffect(() => {
    const element = frame.current;
    if (!open || !element) return;
    const outside = (target: EventTarget | null) => !(target instanceof Node && element.contains(target));
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") close(true);
    };
    const onPointer = (event: PointerEvent) => {
      if (outside(event.target)) close(false);
    };
    const onLeave = (event: FocusEvent) => {
      if (event.relatedTarget !== null && outside(event.relatedTarget)) close(false);
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("pointerdown", onPointer);
    element.addEventListener("focusout", onLeave);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("pointerdown", onPointer);
      element.removeEventListener("focusout", onLeave);
    };
  }, [open, frame, close]);
}
