import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import { identityWords } from "@/shared/i18n/identityWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import { SixDigits, useSixDigits } from "@/shared/ui/SixDigits";
import { AskDialog, type AskProps } from "./AskDialog";
import { useAuth } from "./auth";
import { confirmIdentity } from "./confirmIdentity";

/** So long after a code, in milliseconds, another can be had. */
const AGAIN_AFTER = 60_000;

/** Asks for the code that is mailed when the dialog opens. */
export function AskCode({ onConfirmed, onClose }: AskProps) {
  const { t: words } = useLanguage();
  const t = useWords(identityWords);
  const { user } = useAuth();
  const { code, setCode, incomplete, check, clear } = useSixDigits();
  const request = useMutation({ mutationFn: () => dataOf(mainApi.POST("/auth/confirm/code")) });
  const confirm = useMutation({ mutationFn: confirmIdentity, onSuccess: onConfirmed });
  const { mutate: ask, submittedAt } = request;
  const [passedAt, setPassedAt] = useState(0);
  useEffect(() => ask(), [ask]);
  useEffect(() => {
    const timer = setTimeout(() => setPassedAt(submittedAt), AGAIN_AFTER);
    return () => clearTimeout(timer);
  }, [submittedAt]);
  const mayAskAgain = request.isError || (submittedAt > 0 && passedAt === submittedAt);
  const submit = () => {
    if (check() && !confirm.isPending) confirm.mutate({ code });
  };
  const problem = confirm.error
    ? problemText(words, confirm.error)
    : incomplete
      ? t("confirm.code.incomplete")
      : null;
  return (
    <AskDialog onSubmit={submit} onClose={onClose} pending={confirm.isPending}>
      {request.error ? (
        <Notice tone="bad">{problemText(words, request.error)}</Notice>
      ) : (
        <p role="status">
          {request.isSuccess
            ? t("confirm.code.sent", { email: user?.email ?? "" })
            : t("confirm.code.sending")}
        </p>
      )}
      <SixDigits label={t("confirm.code")} value={code} error={problem} onChange={setCode} />
      {mayAskAgain ? (
        <Button
          variant="subtle"
          loading={request.isPending}
          onClick={() => {
            clear();
            confirm.reset();
            ask();
          }}
        >
          {t("confirm.code.again")}
        </Button>
      ) : (
        <p>{t("confirm.code.wait")}</p>
      )}
    </AskDialog>
  );
}
