import { VisuallyHidden } from "@mantine/core";
import {
  IconAlarm,
  IconCalendarCheck,
  IconCalendarEvent,
  IconCalendarX,
  IconCoin,
  IconMessage,
  IconReceiptRefund,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatAgo, formatClock, formatDay } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { useZone } from "@/shared/time/useZone";
import styles from "./NotificationList.module.css";
import { markRead, type Notification } from "./notificationQueries";

const ICONS = {
  booking_confirmed: IconCalendarCheck,
  booking_reactivated: IconCalendarCheck,
  booking_cancelled: IconCalendarX,
  booking_changed: IconCalendarEvent,
  facilitator_booking: IconCalendarCheck,
  facilitator_cancellation: IconCalendarX,
  waitlist_place: IconCalendarCheck,
  reminder_24h: IconAlarm,
  reminder_2h: IconAlarm,
  payment_confirmed: IconCoin,
  payment_failed: IconCoin,
  refund: IconReceiptRefund,
} as const;
const DAY = 86_400_000;

type NotificationListProps = { notifications: readonly Notification[]; onOpen?: () => void };

export function NotificationList({ notifications, onOpen }: NotificationListProps) {
  return (
    <ul className={styles.list}>
      {notifications.map((notification) => (
        <li key={notification.id}>
          <NotificationLine notification={notification} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}

type NotificationLineProps = { notification: Notification; onOpen?: (() => void) | undefined };

function NotificationLine({ notification, onOpen }: NotificationLineProps) {
  const { t } = useLanguage();
  const queryClient = useQueryClient();
  const { id, kind, title, body, url, created_at, read_at } = notification;
  const Icon = Object.hasOwn(ICONS, kind) ? ICONS[kind as keyof typeof ICONS] : IconMessage;
  return (
    <Link
      to={localPath(url)}
      className={styles.line}
      data-unread={read_at === null}
      onClick={() => {
        if (read_at === null) void markRead(queryClient, { ids: [id] }).catch(() => undefined);
        onOpen?.();
      }}
    >
      <span className={styles.icon}>
        <Icon size={20} aria-hidden={true} />
      </span>
      <span className={styles.text}>
        {read_at === null ? <VisuallyHidden>{t("bell.new")}: </VisuallyHidden> : null}
        <span className={styles.title} dir="auto">
          {title}
        </span>
        {body ? (
          <span className={styles.body} dir="auto">
            {body}
          </span>
        ) : null}
        <When at={created_at} />
      </span>
    </Link>
  );
}

/** "3 minutes ago" within a day, then the date. */
function When({ at }: { at: string }) {
  const { locale } = useLanguage();
  const now = useNow();
  const zone = useZone();
  const moment = new Date(at);
  const exact = `${formatDay(moment, zone, locale)}, ${formatClock(moment, zone, locale)}`;
  const recent = now.getTime() - moment.getTime() < DAY;
  return (
    <time dateTime={at} title={exact} className={styles.when}>
      {recent ? formatAgo(moment, now, locale) : exact}
    </time>
  );
}

/** The path of an address in a message, so that the link opens within the app. */
export function localPath(url: string): string {
  try {
    const { pathname, search } = new URL(url, window.location.origin);
    // Two slashes would name another host.
    return `/${pathname.replace(/^\/+/, "")}${search}`;
  } catch {
    return "/my-bookings";
  }
}
