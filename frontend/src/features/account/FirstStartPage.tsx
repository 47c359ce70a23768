import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useSearchParams } from "react-router";
import { publicApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { officeWords } from "@/shared/i18n/officeWords";
import { useWords } from "@/shared/i18n/useWords";
import { browserZone } from "@/shared/time/format";
import { Notice } from "@/shared/ui/Notice";
import { SignInLayout } from "./SignInLayout";
import styles from "./SignInLayout.module.css";
import { tokenFault } from "./tokenFault";
import { UsedLink } from "./UsedLink";
import { useFirstSignIn } from "./useFirstSignIn";

/** The page behind the link that the start prints: the owner makes the first admin's account. */
export function FirstStartPage() {
  const t = useWords(officeWords);
  const { t: words } = useLanguage();
  const enter = useFirstSignIn();
  const [query] = useSearchParams();
  const token = query.get("token") ?? "";
  const [person, setPerson] = useState({ name: "", email: "", password: "" });
  const make = useMutation({
    mutationFn: () => {
      const body = {
        token,
        name: person.name.trim(),
        email: person.email.trim(),
        password: person.password,
        time_zone: browserZone(),
      };
      return dataOf(publicApi.POST("/auth/first-admin", { body }));
    },
    onSuccess: enter,
  });
  const refused = (field: string) => fieldProblemText(words, make.error, field);
  const inField = ["name", "email", "password"].some(refused);
  if (!token || (make.error && !inField && tokenFault(make.error)))
    return <UsedLink title={t("firstAdmin.title")} text={t("firstAdmin.used")} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!make.isPending) make.mutate();
  };
  return (
    <SignInLayout title={t("firstAdmin.title")} heading={t("firstAdmin.heading")} text={t("firstAdmin.text")}>
      <form className={styles.form} onSubmit={submit} noValidate>
        {make.error && !inField ? <Notice tone="bad">{problemText(words, make.error)}</Notice> : null}
        <TextInput
          size="md"
          label={words("register.name")}
          autoComplete="name"
          value={person.name}
          error={refused("name")}
          onChange={(event) => setPerson({ ...person, name: event.currentTarget.value })}
        />
        <TextInput
          size="md"
          type="email"
          label={words("register.email")}
          autoComplete="email"
          value={person.email}
          error={refused("email")}
          onChange={(event) => setPerson({ ...person, email: event.currentTarget.value })}
        />
        <PasswordInput
          size="md"
          label={words("signIn.password")}
          description={words("register.passwordHint")}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": words("password.show"), tabIndex: 0 }}
          value={person.password}
          error={refused("password")}
          onChange={(event) => setPerson({ ...person, password: event.currentTarget.value })}
        />
        <Button type="submit" size="md" loading={make.isPending}>
          {t("firstAdmin.submit")}
        </Button>
      </form>
    </SignInLayout>
  );
}
