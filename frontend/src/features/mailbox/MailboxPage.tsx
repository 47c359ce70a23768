import { Button, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { ApiProblem } from "@/shared/api/problem";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { ChoiceRow } from "@/shared/ui/ChoiceRow";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf, withFilter } from "@/shared/ui/listQuery";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import styles from "./Mailbox.module.css";
import { MailboxList } from "./MailboxList";
import { MailboxMessage } from "./MailboxMessage";
import { clearMailbox, MAILBOX_CHANNELS, mailboxKeys, mailboxQuery } from "./mailboxQueries";

/** The messages that Samaya would have sent from this machine. */
export function MailboxPage() {
  const [query, change] = useAddressQuery();
  const channel = MAILBOX_CHANNELS.find((name) => name === query.get("channel")) ?? "";
  const chosen = query.get("message");
  const list = useQuery(mailboxQuery(channel, pageOf(query)));
  const choose = (id: string | null) =>
    change((now) => {
      const next = new URLSearchParams(now);
      if (id) next.set("message", id);
      else next.delete("message");
      return next;
    });
  const off = list.error instanceof ApiProblem && list.error.status === 404;
  const empty = list.data?.messages.length === 0;
  return (
    <Page title={t("mailbox.title")}>
      <div className={styles.page} data-reading={chosen !== null}>
        <div className={styles.head}>
          <div className={styles.hello}>
            <PageHeading>{t("mailbox.title")}</PageHeading>
            <Text c="dimmed" className={styles.intro}>
              {t("mailbox.intro")}
            </Text>
          </div>
          {list.data && !empty ? <Clear onCleared={() => choose(null)} /> : null}
        </div>
        {off ? (
          <EmptyState title={t("mailbox.off.title")} text={t("mailbox.off.text")} />
        ) : (
          <>
            <div className={styles.filter}>
              <ChoiceRow
                label={t("mailbox.channel")}
                value={channel}
                choices={(["", ...MAILBOX_CHANNELS] as const).map((value) => ({
                  value,
                  label: t(`mailbox.channel.${value || "all"}`),
                }))}
                onChoose={(next) =>
                  change((now) => {
                    const filtered = withFilter(now, "channel", next);
                    filtered.delete("message");
                    return filtered;
                  })
                }
              />
            </div>
            {!list.data ? (
              list.error ? (
                <FailurePart problem={list.error} retry={list.refetch} />
              ) : (
                <Placeholder shapes={["row", "row", "row"]} />
              )
            ) : empty ? (
              channel ? (
                <EmptyState title={t("mailbox.noMatch.title")} text={t("mailbox.noMatch.text")} />
              ) : (
                <EmptyState
                  title={t("mailbox.empty.title")}
                  text={t("mailbox.empty.text")}
                  action={
                    <Button component={Link} to="/">
                      {t("mailbox.emptyAction")}
                    </Button>
                  }
                />
              )
            ) : (
              <div className={styles.columns}>
                <div className={styles.list}>
                  <MailboxList
                    messages={list.data.messages}
                    total={list.data.pagination.total}
                    chosen={chosen}
                    choose={choose}
                  />
                  <Pager pagination={list.data.pagination} keepsScroll />
                </div>
                {chosen ? (
                  <MailboxMessage key={chosen} id={chosen} close={() => choose(null)} />
                ) : (
                  <p className={styles.hint}>{t("mailbox.choose")}</p>
                )}
              </div>
            )}
          </>
        )}
      </div>
    </Page>
  );
}

function Clear({ onCleared }: { onCleared: () => void }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const clear = useMutation({
    mutationFn: clearMailbox,
    onSuccess: () => {
      setAsking(false);
      onCleared();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: mailboxKeys.all }),
  });
  return (
    <>
      <Button
        variant="default"
        className={styles.clear}
        leftSection={<IconTrash size={18} aria-hidden={true} />}
        onClick={() => setAsking(true)}
      >
        {t("mailbox.clear")}
      </Button>
      {asking ? (
        <Dialog title={t("mailbox.clearTitle")} onClose={() => setAsking(false)}>
          <p>{t("mailbox.clearText")}</p>
          {clear.error ? <Notice tone="bad">{staffProblemText(clear.error)}</Notice> : null}
          <DialogButtons>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("dialog.back")}
            </Button>
            <Button loading={clear.isPending} onClick={() => clear.mutate()}>
              {t("mailbox.clear")}
            </Button>
          </DialogButtons>
        </Dialog>
      ) : null}
    </>
  );
}
