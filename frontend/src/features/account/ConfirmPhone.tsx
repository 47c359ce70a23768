import { Button, Title } from "@mantine/core";
import { IconDeviceMobileMessage } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { messageKeys } from "@/features/messages";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import { auth, useAuth } from "@/shared/auth/auth";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import { SixDigits, useSixDigits } from "@/shared/ui/SixDigits";
import styles from "./ConfirmPhone.module.css";

/** Confirms the phone number of the profile with a code, so that text messages go to it. Nothing without a number. */
export function ConfirmPhone() {
  const { user } = useAuth();
  const t = useWords(messageWords);
  const [done, setDone] = useState("");
  if (!user?.phone) return null;
  if (user.phone_confirmed) {
    return done === user.phone ? <Notice tone="good">{t("phone.done")}</Notice> : null;
  }
  // A code is for one number: with another one, the form starts afresh.
  return <CodeForm key={user.phone} phone={user.phone} onConfirmed={setDone} />;
}

function CodeForm({ phone, onConfirmed }: { phone: string; onConfirmed: (phone: string) => void }) {
  const { t: words } = useLanguage();
  const t = useWords(messageWords);
  const queryClient = useQueryClient();
  const { code, setCode, incomplete, check, clear } = useSixDigits();
  const request = useMutation({ mutationFn: () => dataOf(mainApi.POST("/auth/phone/code")) });
  const confirm = useMutation({
    mutationFn: () => dataOf(mainApi.POST("/auth/phone/confirm", { body: { code } })),
    onSuccess: ({ user }) => {
      onConfirmed(phone);
      auth.replaceUser(user);
      void queryClient.invalidateQueries({ queryKey: messageKeys.ofBookings });
    },
  });
  const askAgain = () => {
    clear();
    confirm.reset();
    request.mutate();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (check() && !confirm.isPending) confirm.mutate();
  };
  const problem = confirm.error
    ? problemText(words, confirm.error)
    : incomplete
      ? t("phone.sixDigits")
      : null;
  return (
    <section id="phone" className={styles.card} aria-labelledby="phone-heading">
      <IconDeviceMobileMessage size={24} aria-hidden={true} className={styles.icon} />
      <div className={styles.text}>
        <Title order={2} size="h4" id="phone-heading">
          {t("phone.title")}
        </Title>
        <p>{t(request.isSuccess ? "phone.sent" : "phone.text", { phone })}</p>
        {request.error ? <Notice tone="bad">{problemText(words, request.error)}</Notice> : null}
        {request.isSuccess ? (
          <form className={styles.form} onSubmit={submit} noValidate>
            <SixDigits label={t("phone.code")} value={code} error={problem} onChange={setCode} />
            <div className={styles.buttons}>
              <Button type="submit" loading={confirm.isPending}>
                {t("phone.confirm")}
              </Button>
              <Button variant="subtle" loading={request.isPending} onClick={askAgain}>
                {t("phone.again")}
              </Button>
            </div>
          </form>
        ) : (
          <div className={styles.buttons}>
            <Button loading={request.isPending} onClick={() => request.mutate()}>
              {t("phone.send")}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
