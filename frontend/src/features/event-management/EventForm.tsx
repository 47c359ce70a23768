import { zodResolver } from "@hookform/resolvers/zod";
import { Button, Group, Input, NativeSelect, Radio, Text, Textarea, TextInput } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { coverSubject, KINDS } from "@/features/events";
import { guestWords, staffWords as t } from "@/shared/i18n/staffWords";
import { MAX_TITLE_LENGTH } from "@/shared/limits";
import { Cover } from "@/shared/ui/Cover";
import { MarkdownField } from "@/shared/ui/MarkdownField";
import { Notice } from "@/shared/ui/Notice";
import { UnsavedChanges } from "@/shared/ui/UnsavedChanges";
import { ZoneField } from "@/shared/ui/ZoneField";
import styles from "./EventForm.module.css";
import { type EventValues, eventForm, newSeed, SEED } from "./eventForm";
import { GoodPage } from "./GoodPage";
import { LanguagesField, ProgrammeField } from "./GuestInfoFields";
import { RefundLadderField } from "./RefundLadderField";
import { useRefusedFields } from "./useRefusedFields";

type EventFormProps = {
  values: EventValues;
  /** How many the event has; none can be added before it is saved. */
  pictures?: number;
  busy: boolean;
  submitText: string;
  /** Why the API refused the last request. */
  problem: unknown;
  onSubmit: (values: EventValues) => void;
  /** Fields before the others. */
  children?: ReactNode;
};

const INPUTS = {
  title: "title",
  kind: "kind",
  description: "description",
  online: "format",
  location: "location",
  link: "link",
  arrive_minutes_early: "early",
  time_zone: "time_zone",
  cover: "cover",
  tax_rate: "tax",
  refund_ladder: "ladder",
  languages: "languages",
  included: "included",
  to_bring: "to_bring",
  programme: "programme",
} as const;

export function EventForm({
  values,
  pictures,
  busy,
  submitText,
  problem,
  onSubmit,
  children,
}: EventFormProps) {
  const { register, handleSubmit, formState, watch, setValue, setError } = useForm<EventValues>({
    resolver: zodResolver(eventForm),
    defaultValues: values,
  });
  const { errors } = formState;
  const formProblem = useRefusedFields(problem, INPUTS, setError);
  const refused = (name: keyof EventValues) =>
    errors[name]?.type === "server" ? errors[name].message : undefined;
  const [seed, kind, zone, format] = watch(["cover", "kind", "time_zone", "format"]);
  const shown = watch();
  return (
    <form className={styles.form} onSubmit={handleSubmit(onSubmit)} noValidate>
      {children}
      <TextInput
        size="md"
        label={t("eventForm.title")}
        error={
          refused("title") ??
          (errors.title &&
            guestWords(errors.title.type === "too_big" ? "field.too_long" : "field.required", {
              count: MAX_TITLE_LENGTH,
            }))
        }
        {...register("title")}
      />
      <NativeSelect
        size="md"
        label={t("eventForm.kind")}
        data={KINDS.map((name) => ({ value: name, label: t(`eventForm.kind.${name}`) }))}
        error={refused("kind")}
        {...register("kind")}
      />
      <MarkdownField
        label={t("eventForm.description")}
        description={t("eventForm.descriptionHint")}
        value={watch("description")}
        onChange={(text) =>
          setValue("description", text, { shouldDirty: true, shouldValidate: formState.isSubmitted })
        }
        error={
          refused("description") ?? (errors.description && guestWords("field.too_long", { count: 8000 }))
        }
      />
      <fieldset className={styles.format}>
        <legend className={styles.legend}>{t("eventForm.format")}</legend>
        <Group gap="lg">
          <Radio size="md" value="in_person" label={t("eventForm.format.inPerson")} {...register("format")} />
          <Radio size="md" value="online" label={t("eventForm.format.online")} {...register("format")} />
        </Group>
        {refused("format") ? <Input.Error>{refused("format")}</Input.Error> : null}
      </fieldset>
      {format === "online" ? (
        <TextInput
          size="md"
          type="url"
          label={t("eventForm.link")}
          description={t("eventForm.linkHint")}
          error={
            refused("link") ??
            (errors.link &&
              guestWords(errors.link.type === "too_big" ? "field.too_long" : "field.not_url", {
                count: 500,
              }))
          }
          {...register("link")}
        />
      ) : (
        <TextInput
          size="md"
          label={t("eventForm.location")}
          description={t("eventForm.locationHint")}
          error={refused("location") ?? (errors.location && guestWords("field.too_long", { count: 200 }))}
          {...register("location")}
        />
      )}
      <LanguagesField
        codes={shown.languages}
        onChange={(codes) => setValue("languages", codes, { shouldDirty: true })}
      />
      <Textarea
        size="md"
        label={t("eventForm.included")}
        description={t("eventForm.linesHint")}
        rows={3}
        error={refused("included") ?? (errors.included && t("eventForm.linesBad"))}
        {...register("included")}
      />
      <Textarea
        size="md"
        label={t("eventForm.toBring")}
        description={t("eventForm.linesHint")}
        rows={3}
        error={refused("to_bring") ?? (errors.to_bring && t("eventForm.linesBad"))}
        {...register("to_bring")}
      />
      <ProgrammeField
        parts={shown.programme}
        error={
          errors.programme &&
          (errors.programme.type === "server" ? errors.programme.message : t("eventForm.programmeBad"))
        }
        onChange={(parts) =>
          setValue("programme", parts, { shouldDirty: true, shouldValidate: formState.isSubmitted })
        }
      />
      <NativeSelect
        size="md"
        label={t("eventForm.early")}
        data={[
          { value: "", label: t("eventForm.early.none") },
          ...earlyChoices(values.early).map((minutes) => ({
            value: String(minutes),
            label: t("eventForm.early.minutes", { count: minutes }),
          })),
        ]}
        error={refused("early")}
        {...register("early")}
      />
      <ZoneField
        label={t("eventForm.zone")}
        description={t("eventForm.zoneHint")}
        value={zone}
        error={refused("time_zone")}
        onChange={(chosen) => setValue("time_zone", chosen, { shouldDirty: true })}
      />
      <TextInput
        size="md"
        inputMode="decimal"
        label={t("eventForm.tax")}
        description={t("eventForm.taxHint")}
        error={refused("tax") ?? (errors.tax && t("eventForm.taxBad"))}
        {...register("tax")}
      />
      <RefundLadderField
        steps={shown.ladder}
        error={ladderError(errors.ladder?.root?.message ?? errors.ladder?.message)}
        onChange={(steps) =>
          setValue("ladder", steps, { shouldDirty: true, shouldValidate: formState.isSubmitted })
        }
      />
      <div className={styles.coverField}>
        <div className={styles.cover}>
          <Cover {...coverSubject({ cover: SEED.test(seed.trim()) ? seed.trim() : "samaya", kind })} />
        </div>
        <div className={styles.coverChoice}>
          <div>
            <Text fw={600}>{t("eventForm.cover")}</Text>
            <Text c="dimmed" size="sm">
              {t("eventForm.coverHint")}
            </Text>
          </div>
          {errors.cover ? <Input.Error>{refused("cover") ?? t("eventForm.coverBad")}</Input.Error> : null}
          <Button
            variant="default"
            className={styles.start}
            leftSection={<IconRefresh size={18} aria-hidden={true} />}
            onClick={() => setValue("cover", newSeed(), { shouldDirty: true, shouldValidate: true })}
          >
            {t("eventForm.coverNew")}
          </Button>
        </div>
      </div>
      <GoodPage values={shown} pictures={pictures} />
      {formProblem ? <Notice tone="bad">{formProblem}</Notice> : null}
      <Button type="submit" size="md" className={styles.start} loading={busy}>
        {submitText}
      </Button>
      <UnsavedChanges when={formState.isDirty} />
    </form>
  );
}

/** The form's own finding in words, or the API's sentence. */
function ladderError(problem: string | undefined) {
  if (problem === "bad" || problem === "rising" || problem === "sameDays")
    return t(`eventForm.ladder.${problem}`);
  return problem;
}

const MINUTES_EARLY = [5, 10, 15, 30];

function earlyChoices(own: string): number[] {
  return [...new Set([...MINUTES_EARLY, ...(own === "" ? [] : [Number(own)])])].sort((a, b) => a - b);
}
