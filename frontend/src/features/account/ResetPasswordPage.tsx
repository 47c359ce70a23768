import { zodResolver } from "@hookform/resolvers/zod";
import { Button, PasswordInput } from "@mantine/core";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Link, useSearchParams } from "react-router";
import { publicApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import { auth } from "@/shared/auth/auth";
import { z } from "@/shared/formSchema";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import { SignInLayout } from "./SignInLayout";
import styles from "./SignInLayout.module.css";
import { MIN_PASSWORD_LENGTH } from "./signIn";
import { tokenFault } from "./tokenFault";

const form = z.object({ password: z.string().min(MIN_PASSWORD_LENGTH) });

/** The page behind the link in the e-mail: choose a new password. */
export function ResetPasswordPage() {
  const { t: words } = useLanguage();
  const t = useWords(messageWords);
  const [query] = useSearchParams();
  const token = query.get("token") ?? "";
  const [outcome, setOutcome] = useState<"done" | "used" | null>(token ? null : "used");
  const [problem, setProblem] = useState<unknown>(null);
  const { register, handleSubmit, formState, setError, setFocus } = useForm<z.infer<typeof form>>({
    resolver: zodResolver(form),
    defaultValues: { password: "" },
  });
  const submit = handleSubmit(async ({ password }) => {
    setProblem(null);
    try {
      await dataOf(publicApi.POST("/auth/reset-password", { body: { token, password } }));
      // Every sign-in has ended, including the one in this browser.
      auth.signOut();
      setOutcome("done");
    } catch (cause) {
      const message = fieldProblemText(words, cause, "password");
      if (message) {
        setError("password", { type: "server", message });
        setFocus("password");
      } else if (tokenFault(cause)) setOutcome("used");
      else setProblem(cause);
    }
  });
  if (outcome) {
    const done = outcome === "done";
    return (
      <SignInLayout
        key={outcome}
        title={t("reset.title")}
        heading={t(done ? "reset.doneTitle" : "reset.usedTitle")}
      >
        <Notice tone={done ? "good" : "warn"}>{t(done ? "reset.done" : "reset.used")}</Notice>
        <Button component={Link} to={done ? "/sign-in" : "/forgotten-password"} size="md">
          {t(done ? "reset.signIn" : "reset.ask")}
        </Button>
      </SignInLayout>
    );
  }
  const { password } = formState.errors;
  return (
    <SignInLayout title={t("reset.title")} heading={t("reset.title")} text={t("reset.text")}>
      <form className={styles.form} onSubmit={submit} noValidate>
        {problem ? <Notice tone="bad">{problemText(words, problem)}</Notice> : null}
        <PasswordInput
          size="md"
          label={words("account.newPassword")}
          description={words("register.passwordHint")}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": words("password.show"), tabIndex: 0 }}
          error={password && (password.type === "server" ? password.message : words("field.passwordShort"))}
          {...register("password")}
        />
        <Button type="submit" size="md" loading={formState.isSubmitting}>
          {t("reset.submit")}
        </Button>
      </form>
    </SignInLayout>
  );
}
