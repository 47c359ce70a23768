import { Button, Title } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Notice } from "@/shared/ui/Notice";
import { integrationKeys, testLive } from "./integrationApi";
import styles from "./LiveTest.module.css";

export function LiveTest() {
  const queryClient = useQueryClient();
  const test = useMutation({
    mutationFn: testLive,
    onSettled: () => queryClient.invalidateQueries({ queryKey: integrationKeys.all }),
  });
  const result = test.data;
  return (
    <section className={styles.test} aria-labelledby="test-heading">
      <Title order={2} size="h3" id="test-heading">
        {t("live.title")}
      </Title>
      <p className={styles.text}>{t("live.text")}</p>
      <Button
        className={styles.start}
        leftSection={<IconPlugConnected size={18} aria-hidden={true} />}
        aria-disabled={test.isPending}
        onClick={() => {
          if (!test.isPending) test.mutate();
        }}
      >
        {t(test.isPending ? "live.running" : "live.start")}
      </Button>
      {test.error ? <Notice tone="bad">{staffProblemText(test.error)}</Notice> : null}
      {result ? (
        <>
          <Notice tone={result.success ? "good" : "bad"}>
            {t("live.took", { message: result.message, count: result.duration_ms })}
          </Notice>
          <table className={styles.steps}>
            <thead>
              <tr>
                <th scope="col">{t("live.step")}</th>
                <th scope="col">{t("live.after")}</th>
              </tr>
            </thead>
            <tbody>
              {result.steps.map((step) => (
                <tr key={step.step}>
                  <th scope="row">{stepName(step.step)}</th>
                  <td>{step.after_ms === null ? "–" : t("live.milliseconds", { count: step.after_ms })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : null}
    </section>
  );
}

const STEPS = ["queued", "sent", "stored by the CRM", "confirmed", "read back"] as const;

function stepName(step: string): string {
  const known = STEPS.find((name) => name === step);
  return known ? t(`live.step.${known}`) : step;
}
