import { zodResolver } from "@hookform/resolvers/zod";
import { Anchor, Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Link, Navigate, useNavigate, useSearchParams } from "react-router";
import { useAuth } from "@/shared/auth/auth";
import { safeNext } from "@/shared/auth/signInPath";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Notice } from "@/shared/ui/Notice";
import { accountProblemText } from "./accountProblem";
import { z } from "./formSchema";
import { SignInLayout } from "./SignInLayout";
import styles from "./SignInLayout.module.css";
import { signIn } from "./signIn";

const form = z.object({ name: z.string().trim().min(1), password: z.string().min(1) });
type Values = z.infer<typeof form>;

export function SignInPage() {
  const { t } = useLanguage();
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const { status } = useAuth();
  const next = safeNext(query.get("next"));
  const [problem, setProblem] = useState<unknown>(null);
  const { register, handleSubmit, formState, setFocus } = useForm<Values>({ resolver: zodResolver(form) });
  if (status === "signed-in" && !formState.isSubmitting && !formState.isSubmitted)
    return <Navigate to={next} replace />;
  const submit = handleSubmit(async ({ name, password }) => {
    setProblem(null);
    try {
      await signIn(name, password);
      await navigate(next, { replace: true });
    } catch (cause) {
      setProblem(cause);
      setFocus("password");
    }
  });
  const booking = new URLSearchParams(next.split("?")[1]).has("book");
  const heading = next.startsWith("/facilitator")
    ? t("signIn.facilitatorHeading")
    : t(booking ? "signIn.bookingHeading" : "signIn.heading");
  return (
    <SignInLayout
      title={t("signIn.title")}
      heading={heading}
      text={booking ? t("signIn.bookingText") : undefined}
    >
      {query.has("expired") ? <Notice tone="warn">{t("signIn.expired")}</Notice> : null}
      <form className={styles.form} onSubmit={submit} noValidate>
        {problem ? <Notice tone="bad">{accountProblemText(t, problem)}</Notice> : null}
        <TextInput
          size="md"
          label={t("signIn.name")}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          error={formState.errors.name && t("field.required")}
          {...register("name")}
        />
        <PasswordInput
          size="md"
          label={t("signIn.password")}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t("password.show"), tabIndex: 0 }}
          error={formState.errors.password && t("field.required")}
          {...register("password")}
        />
        <Button type="submit" size="md" loading={formState.isSubmitting}>
          {t("signIn.submit")}
        </Button>
      </form>
      <p>
        {t("signIn.noAccount")}{" "}
        <Anchor component={Link} to={`/register?${new URLSearchParams({ next })}`}>
          {t("signIn.register")}
        </Anchor>
      </p>
    </SignInLayout>
  );
}
