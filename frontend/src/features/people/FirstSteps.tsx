import { Button, Text, Title } from "@mantine/core";
import { IconCircle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { problemText } from "@/shared/api/problemText";
import { auth, useAuth } from "@/shared/auth/auth";
import { useConfirmed } from "@/shared/auth/useConfirmed";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { officeWords } from "@/shared/i18n/officeWords";
import { useWords } from "@/shared/i18n/useWords";
import card from "@/shared/ui/card.module.css";
import { Notice } from "@/shared/ui/Notice";
import styles from "./People.module.css";
import { act, firstStartQuery, peopleKeys } from "./peopleQueries";

const STEPS = ["studio", "facilitator", "event"] as const;

/** What a new studio does first, until all of it is done. */
export function FirstSteps() {
  const t = useWords(officeWords);
  const { t: words } = useLanguage();
  const { user } = useAuth();
  const queryClient = useQueryClient();
  const { data } = useQuery(firstStartQuery);
  const lead = useConfirmed(
    (userId: number) => act(userId, { kind: "roles", roles: ["facilitator", "admin"] }),
    async () => {
      await auth.renew();
      await queryClient.invalidateQueries({ queryKey: peopleKeys.all });
    },
  );
  const done = data ? STEPS.filter((step) => data[step]).length : STEPS.length;
  if (!data || !user || done === STEPS.length) return null;
  const leads = user.roles.includes("facilitator");
  return (
    <section className={card.card} aria-labelledby="first-steps">
      <div>
        <Title order={2} size="h3" id="first-steps">
          {t("first.title")}
        </Title>
        <Text c="dimmed">{t("first.done", { done, all: STEPS.length })}</Text>
      </div>
      <ol className={styles.steps}>
        {STEPS.map((step) => (
          <li key={step} className={styles.step}>
            {data[step] ? (
              <IconCircleCheck className={styles.done} role="img" aria-label={t("first.isDone")} />
            ) : (
              <IconCircle className={styles.open} role="img" aria-label={t("first.isOpen")} />
            )}
            <span>{t(`first.${step}`)}</span>
            <div className={styles.doing}>
              {data[step] ? null : step === "studio" ? (
                <Button component={Link} to="/admin/studio">
                  {t("first.studio.do")}
                </Button>
              ) : step === "facilitator" ? (
                <>
                  <Button component={Link} to="/admin/people" variant="default">
                    {t("people.invite")}
                  </Button>
                  <Button variant="default" loading={lead.pending} onClick={() => lead.run(user.id)}>
                    {t("first.lead")}
                  </Button>
                </>
              ) : leads ? (
                <Button component={Link} to="/facilitator/events/new">
                  {t("first.event.do")}
                </Button>
              ) : (
                <Text c="dimmed">{t("first.event.theirs")}</Text>
              )}
            </div>
          </li>
        ))}
      </ol>
      {lead.problem ? <Notice tone="bad">{problemText(words, lead.problem)}</Notice> : null}
      {lead.dialog}
    </section>
  );
}
