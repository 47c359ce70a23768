import { Button, Group, Text, Title } from "@mantine/core";
import { IconMapPin, IconUserHeart, IconVideo } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link, useParams } from "react-router";
import {
  BookingPrice,
  BookingStatus,
  bookingIntent,
  bookingKeys,
  cancelProblemText,
  isMoved,
  sessionOfBooking,
  tellOtherTabs,
} from "@/features/bookings";
import { eventKeys } from "@/features/events";
import { ApiProblem } from "@/shared/api/problem";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { AddressText } from "@/shared/ui/AddressText";
import { DateBlock } from "@/shared/ui/DateBlock";
import danger from "@/shared/ui/danger.module.css";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import ticket from "@/shared/ui/ticket.module.css";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { LinkFaultPage } from "./LinkFaultPage";
import styles from "./Links.module.css";
import { cancelByLink, linkQuery } from "./linkQueries";

const NO_BOOKING = new ApiProblem(404, "not_found", undefined, "The link names no booking");

/** The page behind the signed link of a booking's messages. It works without signing in. */
export function ManagePage() {
  const { t: words } = useLanguage();
  const token = useParams().token ?? "";
  const link = useQuery(linkQuery(token));
  if (!link.data) {
    if (link.error) return <LinkFaultPage problem={link.error} retry={link.refetch} />;
    return (
      <Page title={words("app.loading")} width="text">
        <Placeholder shapes={["title", "row", "line"]} />
      </Page>
    );
  }
  const { booking, purpose } = link.data;
  if (!booking) return <LinkFaultPage problem={NO_BOOKING} retry={link.refetch} />;
  return <Managed token={token} booking={booking} asksToCancel={purpose === "cancel"} />;
}

type LinkedBooking = NonNullable<
  Awaited<ReturnType<NonNullable<ReturnType<typeof linkQuery>["queryFn"]>>>["booking"]
>;
type ManagedProps = { token: string; booking: LinkedBooking; asksToCancel: boolean };

function Managed({ token, booking, asksToCancel }: ManagedProps) {
  const { t: words } = useLanguage();
  const t = useWords(messageWords);
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(asksToCancel);
  const outcome = useRef<HTMLDivElement>(null);
  const cancel = useMutation({
    mutationFn: () => cancelByLink(token),
    onSuccess: (changed) => {
      bookingIntent.clear(changed.session_id);
      tellOtherTabs();
      queryClient.setQueryData(linkQuery(token).queryKey, (link) => link && { ...link, booking: changed });
      void queryClient.invalidateQueries({ queryKey: bookingKeys.all });
      void queryClient.invalidateQueries({ queryKey: eventKeys.all });
    },
  });
  // The button that was used is gone, so the outcome takes the focus.
  useEffect(() => {
    if ((cancel.isSuccess && booking.status === "cancelled") || cancel.isError) outcome.current?.focus();
  }, [cancel.isSuccess, cancel.isError, booking.status]);
  const name = firstName(booking.facilitator_name);
  return (
    <Page title={t("manage.title")} width="text">
      <div className={styles.page}>
        <div>
          <PageHeading>{t("manage.title")}</PageHeading>
          <Text c="dimmed">{t("manage.intro")}</Text>
        </div>
        <section
          className={ticket.ticket}
          aria-label={words("booking.reference", { id: String(booking.id) })}
        >
          <DateBlock session={sessionOfBooking(booking)} />
          <div className={ticket.facts}>
            <Link to={`/e/${booking.event_id}`} className={ticket.event} dir="auto">
              {booking.event_title}
            </Link>
            {booking.session_title && booking.session_title !== booking.event_title ? (
              <span dir="auto">{booking.session_title}</span>
            ) : null}
            <ZonedTime session={sessionOfBooking(booking)} />
            <span className={ticket.fact}>
              <IconUserHeart size={18} aria-hidden={true} />
              <span>{words("event.with", { name: booking.facilitator_name })}</span>
            </span>
            {booking.session_online ? (
              <span className={ticket.fact}>
                <IconVideo size={18} aria-hidden={true} />
                {words("event.online")}
              </span>
            ) : booking.session_location ? (
              <span className={ticket.fact}>
                <IconMapPin size={18} aria-hidden={true} />
                <span dir="auto">
                  <AddressText text={booking.session_location} />
                </span>
              </span>
            ) : null}
            <BookingPrice booking={booking} />
            <span className={ticket.foot}>
              <BookingStatus booking={booking} />
              <span className={ticket.reference}>
                {words("booking.reference", { id: String(booking.id) })}
              </span>
            </span>
          </div>
        </section>
        {cancel.error ? (
          <Notice tone="bad" ref={outcome}>
            {cancelProblemText(words, cancel.error)}
          </Notice>
        ) : null}
        {booking.status === "cancelled" ? (
          <Notice tone="calm" ref={outcome}>
            {cancel.isSuccess
              ? t("manage.cancelled", { name })
              : t(isMoved(booking) ? "manage.moved" : "manage.cancelledEarlier")}
          </Notice>
        ) : !booking.can_cancel ? (
          <Notice tone="calm">{t("manage.tooLate")}</Notice>
        ) : asking ? (
          <section className={styles.question} aria-labelledby="cancel-heading">
            <Title order={2} size="h3" id="cancel-heading">
              {t("manage.cancelTitle")}
            </Title>
            <p>{t("manage.cancelText")}</p>
            <Group>
              <Button className={danger.confirm} loading={cancel.isPending} onClick={() => cancel.mutate()}>
                {t("manage.cancelConfirm")}
              </Button>
              <Button variant="default" onClick={() => setAsking(false)}>
                {t("manage.keep")}
              </Button>
            </Group>
          </section>
        ) : (
          <Group>
            <Button variant="default" className={danger.ask} onClick={() => setAsking(true)}>
              {t("manage.cancel")}
            </Button>
          </Group>
        )}
        <Link to={`/my-bookings/${booking.id}`} className={styles.more}>
          {t("manage.signIn")}
        </Link>
      </div>
    </Page>
  );
}
