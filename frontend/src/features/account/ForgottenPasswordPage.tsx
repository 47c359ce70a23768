import { zodResolver } from "@hookform/resolvers/zod";
import { Anchor, Button, Text, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { Link } from "react-router";
import { publicApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import { z } from "@/shared/formSchema";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import { SignInLayout } from "./SignInLayout";
import styles from "./SignInLayout.module.css";

const form = z.object({ email: z.email() });

/** Asks for a link to choose a new password. The response is the same whether the address is known or not. */
export function ForgottenPasswordPage() {
  const { t: words } = useLanguage();
  const t = useWords(messageWords);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const sent = useRef<HTMLDivElement>(null);
  const { register, handleSubmit, formState, setError, reset } = useForm<z.infer<typeof form>>({
    resolver: zodResolver(form),
    defaultValues: { email: "" },
  });
  useEffect(() => {
    if (sentTo) sent.current?.focus();
  }, [sentTo]);
  const submit = handleSubmit(async (body) => {
    setProblem(null);
    try {
      await dataOf(publicApi.POST("/auth/forgotten-password", { body }));
      setSentTo(body.email);
    } catch (cause) {
      const message = fieldProblemText(words, cause, "email");
      if (message) setError("email", { type: "server", message });
      else setProblem(cause);
    }
  });
  const { email } = formState.errors;
  return (
    <SignInLayout
      title={t("forgotten.title")}
      heading={t(sentTo ? "forgotten.sentTitle" : "forgotten.title")}
      text={sentTo ? undefined : t("forgotten.text")}
    >
      {sentTo ? (
        <>
          <Notice tone="good" ref={sent}>
            {t("forgotten.sent", { email: sentTo })}
          </Notice>
          <Button
            variant="default"
            onClick={() => {
              reset();
              setSentTo(null);
            }}
          >
            {t("forgotten.again")}
          </Button>
        </>
      ) : (
        <form className={styles.form} onSubmit={submit} noValidate>
          {problem ? <Notice tone="bad">{problemText(words, problem)}</Notice> : null}
          <TextInput
            size="md"
            type="email"
            label={words("register.email")}
            autoComplete="email"
            error={email && (email.type === "server" ? email.message : words("field.email"))}
            {...register("email")}
          />
          <Button type="submit" size="md" loading={formState.isSubmitting}>
            {t("forgotten.submit")}
          </Button>
        </form>
      )}
      <Text>
        <Anchor component={Link} to="/sign-in">
          {t("forgotten.back")}
        </Anchor>
      </Text>
    </SignInLayout>
  );
}
