import { zodResolver } from "@hookform/resolvers/zod";
import { Button, PasswordInput } from "@mantine/core";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { mainApi } from "@/shared/api/mainApi";
import { ApiProblem, dataOf } from "@/shared/api/problem";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import { auth } from "@/shared/auth/auth";
import { z } from "@/shared/formSchema";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Notice } from "@/shared/ui/Notice";
import styles from "./AccountPage.module.css";
import { MIN_PASSWORD_LENGTH } from "./signIn";

const form = z
  .object({ current_password: z.string().min(1), new_password: z.string().min(MIN_PASSWORD_LENGTH) })
  .refine((values) => values.current_password !== values.new_password, {
    path: ["new_password"],
    params: { same: true },
  });
type Values = z.infer<typeof form>;

export function PasswordForm() {
  const { t } = useLanguage();
  const [outcome, setOutcome] = useState<{ changed: true } | { problem: unknown } | null>(null);
  const { register, handleSubmit, formState, reset, setError, setFocus } = useForm<Values>({
    resolver: zodResolver(form),
    defaultValues: { current_password: "", new_password: "" },
  });
  const { errors } = formState;
  const submit = handleSubmit(async (body) => {
    setOutcome(null);
    try {
      auth.signIn(await dataOf(mainApi.POST("/auth/password", { body })));
      reset();
      setOutcome({ changed: true });
    } catch (problem) {
      const refused = (["current_password", "new_password"] as const).find((name) => {
        const wrong =
          name === "current_password" &&
          problem instanceof ApiProblem &&
          problem.code === "invalid_credentials";
        const message = wrong ? t("account.passwordWrong") : fieldProblemText(t, problem, name);
        if (message) setError(name, { type: "server", message });
        return message;
      });
      if (refused) setFocus(refused);
      else setOutcome({ problem });
    }
  });
  const shown = { "aria-label": t("password.show"), tabIndex: 0 };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <PasswordInput
        size="md"
        label={t("account.currentPassword")}
        autoComplete="current-password"
        visibilityToggleButtonProps={shown}
        error={
          errors.current_password &&
          (errors.current_password.type === "server" ? errors.current_password.message : t("field.required"))
        }
        {...register("current_password")}
      />
      <PasswordInput
        size="md"
        label={t("account.newPassword")}
        description={t("register.passwordHint")}
        autoComplete="new-password"
        visibilityToggleButtonProps={shown}
        error={
          errors.new_password &&
          (errors.new_password.type === "server"
            ? errors.new_password.message
            : t(errors.new_password.type === "custom" ? "field.passwordSame" : "field.passwordShort"))
        }
        {...register("new_password")}
      />
      {outcome && "changed" in outcome ? <Notice tone="good">{t("account.passwordChanged")}</Notice> : null}
      {outcome && "problem" in outcome ? <Notice tone="bad">{problemText(t, outcome.problem)}</Notice> : null}
      <Button type="submit" className={styles.submit} loading={formState.isSubmitting}>
        {t("account.changePassword")}
      </Button>
    </form>
  );
}
