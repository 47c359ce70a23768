import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Ago } from "@/shared/ui/Ago";
import table from "@/shared/ui/cardTable.module.css";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { removeSuppression, type Suppression, suppressionKeys } from "./suppressionQueries";

type SuppressionTableProps = { entries: readonly Suppression[]; total: number };

export function SuppressionTable({ entries, total }: SuppressionTableProps) {
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState<Suppression | null>(null);
  const remove = useMutation({
    mutationFn: (entry: Suppression) => removeSuppression(entry.id),
    onSuccess: () => setRemoving(null),
    onSettled: () => queryClient.invalidateQueries({ queryKey: suppressionKeys.all }),
  });
  return (
    <>
      <table className={table.table}>
        <caption className={table.caption}>{t("suppressions.count", { count: total })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("suppressions.address")}</th>
            <th scope="col">{t("suppressions.covers")}</th>
            <th scope="col">{t("suppressions.since")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} className={table.line}>
              <th scope="row">
                {entry.address}
                <span className={table.under}>{reasonText(entry.reason)}</span>
              </th>
              <td>
                {t(entry.covers === "reminders" ? "suppressions.reminders" : "suppressions.everything")}
              </td>
              <td className={table.number}>
                <span className={table.label}>{t("suppressions.since")}: </span>
                <Ago at={entry.created_at} />
              </td>
              <td>
                <Button
                  variant="default"
                  aria-label={t("suppressions.removeOf", { address: entry.address })}
                  onClick={() => setRemoving(entry)}
                >
                  {t("suppressions.remove")}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {removing ? (
        <Dialog
          title={t("suppressions.removeTitle", { address: removing.address })}
          onClose={() => {
            setRemoving(null);
            remove.reset();
          }}
        >
          <p>
            {t(
              removing.reason === "unsubscribed"
                ? "suppressions.removeUnsubscribed"
                : "suppressions.removeText",
            )}
          </p>
          {remove.error ? <Notice tone="bad">{staffProblemText(remove.error)}</Notice> : null}
          <DialogButtons>
            <Button variant="default" onClick={() => setRemoving(null)}>
              {t("dialog.back")}
            </Button>
            <Button loading={remove.isPending} onClick={() => remove.mutate(removing)}>
              {t("suppressions.remove")}
            </Button>
          </DialogButtons>
        </Dialog>
      ) : null}
    </>
  );
}

function reasonText(reason: string): string {
  return reason === "unsubscribed" ? t("suppressions.unsubscribed") : reason;
}
