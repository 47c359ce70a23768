import { Button, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import table from "@/shared/ui/cardTable.module.css";
import { Notice } from "@/shared/ui/Notice";
import styles from "./Templates.module.css";
import { compare, comparisonsQuery, share } from "./templateQueries";

/** Compares two variants of a message. Off until an admin turns it on. */
export function ComparisonPanel({ kind, variants }: { kind: string; variants: readonly string[] }) {
  const queryClient = useQueryClient();
  const comparisons = useQuery(comparisonsQuery);
  const change = useMutation({
    mutationFn: (on: boolean) => compare(kind, on),
    onSettled: () => queryClient.invalidateQueries({ queryKey: comparisonsQuery.queryKey }),
  });
  const comparison = comparisons.data?.find((candidate) => candidate.kind === kind);
  const on = comparison?.on ?? false;
  return (
    <section className={styles.part} aria-labelledby="comparison-heading">
      <Title order={2} size="h3" id="comparison-heading">
        {t("templates.comparison")}
      </Title>
      {variants.length < 2 ? (
        <p className={styles.none}>{t("templates.comparisonNone")}</p>
      ) : (
        <>
          <p className={styles.none}>{t("templates.comparisonText")}</p>
          {comparison && comparison.variants.length > 0 ? (
            <table className={table.table}>
              <thead>
                <tr>
                  <th scope="col">{t("templates.variant")}</th>
                  <th scope="col">{t("templates.sent")}</th>
                  <th scope="col">{t("templates.opened")}</th>
                  <th scope="col">{t("templates.clicked")}</th>
                </tr>
              </thead>
              <tbody>
                {comparison.variants.map(({ variant, sent, opened, clicked }) => (
                  <tr key={variant} className={table.line}>
                    <th scope="row">{t(variant === "b" ? "templates.variant.b" : "templates.variant.a")}</th>
                    <td className={table.number}>
                      <span className={table.label}>{t("templates.sent")}: </span>
                      {sent}
                    </td>
                    <td className={table.number}>
                      <span className={table.label}>{t("templates.opened")}: </span>
                      {t("templates.share", { count: opened, share: share(opened, sent) })}
                    </td>
                    <td className={table.number}>
                      <span className={table.label}>{t("templates.clicked")}: </span>
                      {t("templates.share", { count: clicked, share: share(clicked, sent) })}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
          {change.error ? <Notice tone="bad">{staffProblemText(change.error)}</Notice> : null}
          <Button
            variant="default"
            className={styles.act}
            loading={change.isPending}
            onClick={() => change.mutate(!on)}
          >
            {t(on ? "templates.comparisonOff" : "templates.comparisonOn")}
          </Button>
        </>
      )}
    </section>
  );
}
