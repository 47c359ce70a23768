import { zodResolver } from "@hookform/resolvers/zod";
import { Anchor, Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Link, Navigate, useNavigate, useSearchParams } from "react-router";
import { publicApi } from "@/shared/api/mainApi";
import { ApiProblem, dataOf } from "@/shared/api/problem";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import { useAuth } from "@/shared/auth/auth";
import { safeNext } from "@/shared/auth/signInPath";
import { z } from "@/shared/formSchema";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { AcceptedTerms } from "@/shared/studio/AcceptedTerms";
import { browserZone } from "@/shared/time/format";
import { Notice } from "@/shared/ui/Notice";
import { GoogleSignIn } from "./GoogleSignIn";
import { SignInLayout } from "./SignInLayout";
import styles from "./SignInLayout.module.css";
import { MIN_PASSWORD_LENGTH, signIn } from "./signIn";

const form = z.object({
  name: z.string().trim().min(1),
  email: z.email(),
  password: z.string().min(MIN_PASSWORD_LENGTH),
});
type Values = z.infer<typeof form>;

export function RegisterPage() {
  const { t, code } = useLanguage();
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const { status } = useAuth();
  const next = safeNext(query.get("next"));
  const [problem, setProblem] = useState<unknown>(null);
  const { register, handleSubmit, formState, setError, setFocus } = useForm<Values>({
    resolver: zodResolver(form),
  });
  const { errors } = formState;
  if (status === "signed-in" && !formState.isSubmitting && !formState.isSubmitted)
    return <Navigate to={next} replace />;
  const submit = handleSubmit(async (values) => {
    setProblem(null);
    try {
      const body = { ...values, time_zone: browserZone(), language: code };
      await dataOf(publicApi.POST("/auth/register", { body }));
      await signIn(values.email, values.password);
      await navigate(next, { replace: true });
    } catch (cause) {
      const refused = (["name", "email", "password"] as const).filter((name) => {
        const taken = name === "email" && cause instanceof ApiProblem && cause.code === "email_taken";
        const message = taken ? problemText(t, cause) : fieldProblemText(t, cause, name);
        if (message) setError(name, { type: "server", message });
        return message;
      });
      if (refused[0]) setFocus(refused[0]);
      else setProblem(cause);
    }
  });
  const signInLink = `/sign-in?${new URLSearchParams({ next })}`;
  const booking = new URLSearchParams(next.split("?")[1]).has("book");
  return (
    <SignInLayout
      title={t("register.title")}
      heading={t("register.heading")}
      text={booking ? t("register.bookingText") : undefined}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        {problem ? <Notice tone="bad">{problemText(t, problem)}</Notice> : null}
        <TextInput
          size="md"
          label={t("register.name")}
          autoComplete="name"
          error={errors.name && (errors.name.type === "server" ? errors.name.message : t("field.required"))}
          {...register("name")}
        />
        <TextInput
          size="md"
          type="email"
          label={t("register.email")}
          autoComplete="email"
          error={errors.email && (errors.email.type === "server" ? errors.email.message : t("field.email"))}
          {...register("email")}
        />
        <PasswordInput
          size="md"
          label={t("register.password")}
          description={t("register.passwordHint")}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": t("password.show"), tabIndex: 0 }}
          error={
            errors.password &&
            (errors.password.type === "server" ? errors.password.message : t("field.passwordShort"))
          }
          {...register("password")}
        />
        <Button type="submit" size="md" loading={formState.isSubmitting}>
          {t("register.submit")}
        </Button>
        <AcceptedTerms by="registering" />
      </form>
      <GoogleSignIn next={next} />
      <p>
        {t("register.haveAccount")}{" "}
        <Anchor component={Link} to={signInLink}>
          {t("signIn.submit")}
        </Anchor>
      </p>
    </SignInLayout>
  );
}
