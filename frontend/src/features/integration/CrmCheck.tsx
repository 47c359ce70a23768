import { Button, Group, Title } from "@mantine/core";
import { IconRefresh, IconSend } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Ago } from "@/shared/ui/Ago";
import { Notice } from "@/shared/ui/Notice";
import styles from "./CrmCheck.module.css";
import { type Check, checkCrm, checkQuery, resyncCrm } from "./integrationApi";

/** The last comparison of the bookings with the CRM's, and the buttons to compare and to send what differs. */
export function CrmCheck() {
  const queryClient = useQueryClient();
  const last = useQuery(checkQuery);
  const onSettled = () => queryClient.invalidateQueries({ queryKey: ["integration"] });
  const compare = useMutation({ mutationFn: checkCrm, onSettled });
  const resync = useMutation({ mutationFn: resyncCrm, onSettled });
  const busy = compare.isPending || resync.isPending;
  const problem = compare.error ?? resync.error ?? last.error;
  const check = last.data;
  // Once the difference is sent, what was compared before says nothing any more.
  const differs = Boolean(check?.differing) && !resync.data;
  return (
    <section className={styles.check} aria-labelledby="check-heading">
      <Title order={2} size="h3" id="check-heading">
        {t("crmCheck.title")}
      </Title>
      <p className={styles.text}>{t("crmCheck.text")}</p>
      <Group gap="sm">
        <Button
          variant={differs ? "default" : "filled"}
          leftSection={<IconRefresh size={18} aria-hidden={true} />}
          aria-disabled={busy}
          onClick={() => {
            if (!busy) {
              resync.reset();
              compare.mutate();
            }
          }}
        >
          {t(compare.isPending ? "crmCheck.running" : "crmCheck.start")}
        </Button>
        {differs ? (
          <Button
            leftSection={<IconSend size={18} aria-hidden={true} />}
            aria-disabled={busy}
            onClick={() => {
              if (!busy) {
                compare.reset();
                resync.mutate();
              }
            }}
          >
            {t(resync.isPending ? "crmCheck.sending" : "crmCheck.send")}
          </Button>
        ) : null}
      </Group>
      {problem ? <Notice tone="bad">{staffProblemText(problem)}</Notice> : null}
      {resync.data ? <Notice tone="good">{resync.data.message}</Notice> : null}
      {check && !resync.data ? <Result check={check} /> : null}
    </section>
  );
}

function Result({ check }: { check: Check }) {
  return (
    <>
      <p className={styles.text}>
        {t("crmCheck.compared", { count: check.bookings })} <Ago at={check.checked_at} />.{" "}
        {check.differing ? t("crmCheck.differing", { count: check.differing }) : t("crmCheck.same")}
        {check.on_their_way ? ` ${t("crmCheck.on_their_way", { count: check.on_their_way })}` : null}
      </p>
      {check.gaps.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
        <section className={styles.gaps} tabIndex={0} aria-label={t("crmCheck.gaps")}>
          <ul>
            {check.gaps.map((gap) => (
              <li key={gap.booking_id}>{gap.sentence}</li>
            ))}
            {check.differing > check.gaps.length ? (
              <li>{t("crmCheck.more", { count: check.differing - check.gaps.length })}</li>
            ) : null}
          </ul>
        </section>
      ) : null}
    </>
  );
}
