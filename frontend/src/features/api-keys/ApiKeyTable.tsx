import { Button } from "@mantine/core";
import { IconBan, IconCircleCheck } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { staffLocale, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Ago } from "@/shared/ui/Ago";
import table from "@/shared/ui/cardTable.module.css";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { StateBadge } from "@/shared/ui/StateBadge";
import { type ApiKey, apiKeyKeys, revokeKey, SCOPES } from "./apiKeys";

type ApiKeyTableProps = { keys: readonly ApiKey[]; total: number; quota: number };

export function ApiKeyTable({ keys, total, quota }: ApiKeyTableProps) {
  const queryClient = useQueryClient();
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const revoke = useMutation({
    mutationFn: (key: ApiKey) => revokeKey(key.id),
    onSuccess: () => setRevoking(null),
    onSettled: () => queryClient.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
  return (
    <>
      <table className={table.table}>
        <caption className={table.caption}>{t("keys.count", { count: total })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("keys.name")}</th>
            <th scope="col">{t("keys.scopes")}</th>
            <th scope="col">{t("keys.created")}</th>
            <th scope="col">{t("keys.used")}</th>
            <th scope="col">{t("keys.sent")}</th>
            <th scope="col">{t("keys.state")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id} className={table.line}>
              <th scope="row">
                {key.name}
                <span className={table.under}>
                  <code>{key.prefix}…</code>
                </span>
              </th>
              <td>
                {key.scopes.map((scope) => (
                  <span key={scope} className={table.under}>
                    {scopeName(scope)}
                  </span>
                ))}
              </td>
              <td className={table.number}>
                <span className={table.label}>{t("keys.created")}: </span>
                <Ago at={key.created_at} />
              </td>
              <td className={table.number}>
                <span className={table.label}>{t("keys.used")}: </span>
                {key.last_used_at ? <Ago at={key.last_used_at} /> : t("keys.never")}
              </td>
              <td className={table.number}>
                <span className={table.label}>{t("keys.sent")}: </span>
                {t("keys.sentOf", {
                  sent: key.messages_today.toLocaleString(staffLocale()),
                  quota: quota.toLocaleString(staffLocale()),
                })}
              </td>
              <td>
                <StateBadge
                  tone={key.revoked_at ? "quiet" : "good"}
                  icon={key.revoked_at ? IconBan : IconCircleCheck}
                >
                  {t(key.revoked_at ? "keys.revoked" : "keys.active")}
                </StateBadge>
              </td>
              <td>
                {key.revoked_at ? null : (
                  <Button
                    variant="default"
                    aria-label={t("keys.revokeOf", { name: key.name })}
                    onClick={() => setRevoking(key)}
                  >
                    {t("keys.revoke")}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {revoking ? (
        <Dialog
          title={t("keys.revokeTitle", { name: revoking.name })}
          onClose={() => {
            setRevoking(null);
            revoke.reset();
          }}
        >
          <p>{t("keys.revokeText")}</p>
          {revoke.error ? <Notice tone="bad">{staffProblemText(revoke.error)}</Notice> : null}
          <DialogButtons>
            <Button variant="default" onClick={() => setRevoking(null)}>
              {t("dialog.back")}
            </Button>
            <Button loading={revoke.isPending} onClick={() => revoke.mutate(revoking)}>
              {t("keys.revoke")}
            </Button>
          </DialogButtons>
        </Dialog>
      ) : null}
    </>
  );
}

function scopeName(scope: string): string {
  const known = SCOPES.find((candidate) => candidate === scope);
  return known ? t(`keys.scope.${known}`) : scope;
}
