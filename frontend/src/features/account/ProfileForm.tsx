import { zodResolver } from "@hookform/resolvers/zod";
import { Button, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { eventKeys } from "@/features/events";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import type { User } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";
import { z } from "@/shared/formSchema";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useStudio } from "@/shared/studio/studio";
import { browserZone } from "@/shared/time/format";
import { Notice } from "@/shared/ui/Notice";
import { UnsavedChanges } from "@/shared/ui/UnsavedChanges";
import { ZoneField } from "@/shared/ui/ZoneField";
import styles from "./AccountPage.module.css";

const form = z.object({
  name: z.string().trim().min(1),
  phone: z
    .string()
    .trim()
    .regex(/^(\+[\d ().-]{6,30})?$/),
  time_zone: z.string().min(1),
  biography: z.string().max(2000),
});
type Values = z.infer<typeof form>;

const valuesOf = ({ name, phone, time_zone, biography }: User): Values => ({
  name,
  phone: phone ?? "",
  time_zone,
  biography,
});

export function ProfileForm({ user }: { user: User }) {
  const { phone_example } = useStudio();
  const { t, cityOf } = useLanguage();
  const queryClient = useQueryClient();
  const [outcome, setOutcome] = useState<{ saved: true } | { problem: unknown } | null>(null);
  const { register, handleSubmit, formState, reset, setError, setValue, watch } = useForm<Values>({
    resolver: zodResolver(form),
    defaultValues: valuesOf(user),
  });
  const { errors } = formState;
  const submit = handleSubmit(async ({ phone, biography, ...values }) => {
    setOutcome(null);
    try {
      const body = { ...values, phone: phone || null, ...(user.role === "user" ? {} : { biography }) };
      const { user: saved } = await dataOf(mainApi.PATCH("/auth/profile", { body }));
      auth.replaceUser(saved);
      reset(valuesOf(saved));
      // Their public page and their events show the name and the biography.
      void queryClient.invalidateQueries({ queryKey: eventKeys.all });
      setOutcome({ saved: true });
    } catch (problem) {
      const refused = (["name", "phone", "time_zone", "biography"] as const).flatMap((name) => {
        const message = fieldProblemText(t, problem, name);
        return message ? [{ name, message }] : [];
      });
      for (const [index, { name, message }] of refused.entries())
        setError(name, { type: "server", message }, { shouldFocus: index === 0 });
      if (refused.length === 0) setOutcome({ problem });
    }
  });
  const device = browserZone();
  const zone = watch("time_zone");
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        size="md"
        label={t("register.name")}
        autoComplete="name"
        error={errors.name && (errors.name.type === "server" ? errors.name.message : t("field.required"))}
        {...register("name")}
      />
      <TextInput
        size="md"
        type="tel"
        label={t("account.phone")}
        description={
          user.phone
            ? t(user.phone_confirmed ? "account.confirmed" : "account.notConfirmed")
            : phone_example
              ? t("account.phoneHintAs", { example: phone_example })
              : t("account.phoneHint")
        }
        autoComplete="tel"
        error={errors.phone && (errors.phone.type === "server" ? errors.phone.message : t("field.phone"))}
        {...register("phone")}
      />
      <ZoneField
        label={t("account.zone")}
        description={t("account.zoneHint")}
        value={zone}
        error={errors.time_zone && t("field.zone")}
        onChange={(chosen) => setValue("time_zone", chosen, { shouldDirty: true })}
      />
      {device === zone ? null : (
        <Button
          variant="default"
          className={styles.submit}
          onClick={() => setValue("time_zone", device, { shouldDirty: true })}
        >
          {t("account.zoneBrowser", { zone: cityOf(device) })}
        </Button>
      )}
      {user.role === "user" ? null : (
        <Textarea
          size="md"
          label={t("account.biography")}
          description={t("account.biographyHint")}
          rows={4}
          error={
            errors.biography &&
            (errors.biography.type === "server"
              ? errors.biography.message
              : t("field.too_long", { count: 2000 }))
          }
          {...register("biography")}
        />
      )}
      {outcome && "saved" in outcome ? <Notice tone="good">{t("account.saved")}</Notice> : null}
      {outcome && "problem" in outcome ? <Notice tone="bad">{problemText(t, outcome.problem)}</Notice> : null}
      <Button type="submit" className={styles.submit} loading={formState.isSubmitting}>
        {t("account.save")}
      </Button>
      <UnsavedChanges when={formState.isDirty} />
    </form>
  );
}
