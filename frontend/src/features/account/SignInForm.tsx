import { zodResolver } from "@hookform/resolvers/zod";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { problemText } from "@/shared/api/problemText";
import { z } from "@/shared/formSchema";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Notice } from "@/shared/ui/Notice";
import styles from "./SignInLayout.module.css";
import { signIn } from "./signIn";

const form = z.object({ name: z.string().trim().min(1), password: z.string().min(1) });
type Values = z.infer<typeof form>;

export function SignInForm({ name = "" }: { name?: string }) {
  const { t } = useLanguage();
  const [problem, setProblem] = useState<unknown>(null);
  const { register, handleSubmit, formState, setFocus } = useForm<Values>({
    resolver: zodResolver(form),
    defaultValues: { name, password: "" },
  });
  const submit = handleSubmit(async (values) => {
    setProblem(null);
    try {
      await signIn(values.name, values.password);
    } catch (cause) {
      setProblem(cause);
      setFocus("password");
    }
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {problem ? <Notice tone="bad">{problemText(t, problem)}</Notice> : null}
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
  );
}
