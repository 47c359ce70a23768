import { Button, Group, Title } from "@mantine/core";
import { IconBrandGoogle, IconCalendarDown, IconMail } from "@tabler/icons-react";
import { useState } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf, fileOf } from "@/shared/api/problem";
import type { Booking } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Notice } from "@/shared/ui/Notice";
import { saveFile } from "@/shared/ui/saveFile";
import styles from "./AddToCalendar.module.css";
import { googleCalendarLink, outlookLink } from "./calendarLinks";

export function AddToCalendar({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  const [failed, setFailed] = useState(false);
  const download = async () => {
    try {
      const file = await dataOf(
        mainApi.GET("/bookings/{booking_id}/calendar.ics", {
          params: { path: { booking_id: booking.id } },
          parseAs: "blob",
        }),
      );
      saveFile(fileOf(file), `samaya-${booking.id}.ics`);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  const webCalendars = [
    { name: t("booking.google"), href: googleCalendarLink(booking), icon: IconBrandGoogle },
    { name: t("booking.outlook"), href: outlookLink(booking), icon: IconMail },
  ];
  return (
    <section className={styles.add} aria-labelledby="calendar-heading">
      <Title order={2} size="h3" id="calendar-heading">
        {t("booking.addToCalendar")}
      </Title>
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<IconCalendarDown size={18} aria-hidden={true} />}
          onClick={() => void download()}
        >
          {t("booking.ics")}
        </Button>
        {webCalendars.map(({ name, href, icon: Icon }) => (
          <Button
            key={name}
            component="a"
            href={href}
            target="_blank"
            rel="noreferrer"
            variant="default"
            leftSection={<Icon size={18} aria-hidden={true} />}
            aria-label={`${name}, ${t("booking.newTab")}`}
          >
            {name}
          </Button>
        ))}
      </Group>
      {failed ? <Notice tone="bad">{t("booking.icsFailed")}</Notice> : null}
    </section>
  );
}
