import { zodResolver } from "@hookform/resolvers/zod";
import { Button, Checkbox, Group, Input, NativeSelect, Radio, TextInput } from "@mantine/core";
import { type ReactNode, useMemo, useRef } from "react";
import { useForm } from "react-hook-form";
import type { Event } from "@/shared/api/types";
import { currentLanguage } from "@/shared/i18n/LanguageProvider";
import { guestWords, staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { MAX_TITLE_LENGTH } from "@/shared/limits";
import { CURRENCIES } from "@/shared/money/currencies";
import { formatMoney } from "@/shared/money/format";
import { depositOf, minorUnits } from "@/shared/money/minorUnits";
import { useStudio } from "@/shared/studio/studio";
import { dayKey, formatClock, formatSpan, zoneOffset } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { Notice } from "@/shared/ui/Notice";
import { UnsavedChanges } from "@/shared/ui/UnsavedChanges";
import styles from "./SessionForm.module.css";
import { endOf, lengthOf, type SessionValues, sessionForm, startOf } from "./sessionForm";
import { useRefusedFields } from "./useRefusedFields";

type SessionFormProps = {
  event: Event;
  values: SessionValues;
  busy: boolean;
  submitText: string;
  /** Why the API refused the last request. */
  problem: unknown;
  onSubmit: (values: SessionValues) => void;
  /** Fields after the times, which may depend on what is typed. */
  children?: (values: SessionValues) => ReactNode;
};

const TERMS = ["pay_online", "deposit", "pay_facilitator"] as const;
const INPUTS = {
  start_time: "startClock",
  end_time: "endClock",
  capacity: "capacity",
  price_cents: "pricing",
  currency: "pricing",
  payment_terms: "terms",
  deposit_percent: "deposit",
  title: "title",
  location: "location",
  min_places: "minPlaces",
  decide_at: "decideClock",
} as const;

export function SessionForm({
  event,
  values,
  busy,
  submitText,
  problem,
  onSubmit,
  children,
}: SessionFormProps) {
  const zone = event.time_zone;
  const { takes_payments } = useStudio();
  const resolver = useMemo(() => zodResolver(sessionForm(zone)), [zone]);
  const { register, handleSubmit, formState, watch, setValue, getValues, setError } = useForm<SessionValues>({
    resolver,
    defaultValues: values,
  });
  const { errors } = formState;
  const formProblem = useRefusedFields(problem, INPUTS, setError);
  const refused = (name: keyof SessionValues) =>
    errors[name]?.type === "server" ? errors[name].message : undefined;
  const pricing = watch("pricing");
  const minimum = watch("minimum");
  const length = useRef(lengthOf(values, zone));
  const measure = () => {
    length.current = lengthOf(getValues(), zone);
  };
  // A new start keeps the length of the session.
  const moveEnd = () => {
    const start = startOf(getValues(), zone);
    if (!start || length.current <= 0) return;
    const end = new Date(start.getTime() + length.current);
    setValue("endDay", dayKey(end, zone));
    setValue("endClock", formatClock(end, zone, "en-GB"));
  };
  const dayProblem = (wrong: unknown) => (wrong ? t("sessionForm.dayBad") : undefined);
  const clockProblem = (wrong: unknown) => (wrong ? t("sessionForm.clockBad") : undefined);
  return (
    <form className={styles.form} onSubmit={handleSubmit(onSubmit)} noValidate>
      <p className={styles.zone}>
        {t("sessionForm.zone", {
          city: currentLanguage().cityOf(zone),
          offset: zoneOffset(new Date(), zone, staffLocale()),
        })}
      </p>
      <fieldset className={styles.moment}>
        <legend className={styles.legend}>{t("sessionForm.starts")}</legend>
        <TextInput
          size="md"
          type="date"
          label={t("sessionForm.day")}
          error={dayProblem(errors.startDay)}
          {...register("startDay", { onChange: moveEnd })}
        />
        <TextInput
          size="md"
          type="time"
          label={t("sessionForm.clock")}
          error={refused("startClock") ?? clockProblem(errors.startClock)}
          {...register("startClock", { onChange: moveEnd })}
        />
      </fieldset>
      <fieldset className={styles.moment}>
        <legend className={styles.legend}>{t("sessionForm.ends")}</legend>
        <TextInput
          size="md"
          type="date"
          label={t("sessionForm.day")}
          error={dayProblem(errors.endDay)}
          {...register("endDay", { onChange: measure })}
        />
        <TextInput
          size="md"
          type="time"
          label={t("sessionForm.clock")}
          error={
            refused("endClock") ??
            (errors.endClock &&
              t(errors.endClock.type === "custom" ? "sessionForm.endsBefore" : "sessionForm.clockBad"))
          }
          {...register("endClock", { onChange: measure })}
        />
      </fieldset>
      <OwnTime values={watch()} zone={zone} />
      {children?.(watch())}
      <div className={styles.three}>
        <TextInput
          size="md"
          inputMode="numeric"
          label={t("sessionForm.capacity")}
          error={refused("capacity") ?? (errors.capacity && t("sessionForm.capacityBad"))}
          {...register("capacity")}
        />
      </div>
      <Input.Wrapper
        component="fieldset"
        size="md"
        className={styles.price}
        error={refused("pricing") ?? (errors.pricing && t("sessionForm.priceMissing"))}
      >
        <legend className={styles.legend}>{t("sessionForm.price")}</legend>
        <Group gap="lg">
          <Radio size="md" value="free" label={t("sessionForm.price.free")} {...register("pricing")} />
          <Radio size="md" value="paid" label={t("sessionForm.price.paid")} {...register("pricing")} />
        </Group>
        {pricing === "paid" ? (
          <div className={styles.three}>
            <TextInput
              size="md"
              inputMode="decimal"
              label={t("sessionForm.amount")}
              error={errors.price && t("sessionForm.amountBad")}
              {...register("price")}
            />
            <NativeSelect
              size="md"
              label={t("sessionForm.currency")}
              data={[...new Set([values.currency, ...CURRENCIES])]}
              {...register("currency")}
            />
            <NativeSelect
              size="md"
              className={styles.wide}
              label={t("sessionForm.terms")}
              data={TERMS.map((value) => ({
                value,
                label: t(`sessionForm.terms.${value}`),
                disabled: !takes_payments && value !== "pay_facilitator" && value !== values.terms,
              }))}
              error={refused("terms")}
              {...register("terms")}
            />
            {watch("terms") === "deposit" ? (
              <TextInput
                size="md"
                inputMode="numeric"
                label={t("sessionForm.deposit")}
                error={refused("deposit") ?? (errors.deposit && t("sessionForm.depositBad"))}
                {...register("deposit")}
              />
            ) : null}
          </div>
        ) : null}
        {pricing === "paid" && !takes_payments ? (
          <p className={styles.zone}>{t("sessionForm.noPayments")}</p>
        ) : null}
        {pricing === "paid" ? <DepositSums values={watch()} /> : null}
      </Input.Wrapper>
      <fieldset className={styles.price}>
        <Checkbox
          size="md"
          label={t("sessionForm.minimum")}
          description={t("sessionForm.minimumHint")}
          {...register("minimum")}
        />
        {minimum ? (
          <div className={styles.three}>
            <TextInput
              size="md"
              inputMode="numeric"
              label={t("sessionForm.minPlaces")}
              error={refused("minPlaces") ?? (errors.minPlaces && t("sessionForm.minPlacesBad"))}
              {...register("minPlaces")}
            />
            <TextInput size="md" type="date" label={t("sessionForm.decideDay")} {...register("decideDay")} />
            <TextInput
              size="md"
              type="time"
              label={t("sessionForm.clock")}
              error={refused("decideClock") ?? (errors.decideClock && t("sessionForm.decideBad"))}
              {...register("decideClock")}
            />
          </div>
        ) : null}
      </fieldset>
      <TextInput
        size="md"
        label={t("sessionForm.title")}
        description={t("sessionForm.titleHint")}
        error={
          refused("title") ?? (errors.title && guestWords("field.too_long", { count: MAX_TITLE_LENGTH }))
        }
        {...register("title")}
      />
      <TextInput
        size="md"
        label={t("sessionForm.location")}
        description={t("sessionForm.locationHint")}
        error={refused("location") ?? (errors.location && guestWords("field.too_long", { count: 200 }))}
        {...register("location")}
      />
      {formProblem ? <Notice tone="bad">{formProblem}</Notice> : null}
      <Button type="submit" size="md" className={styles.start} loading={busy}>
        {submitText}
      </Button>
      <UnsavedChanges when={formState.isDirty} />
    </form>
  );
}

/** What guests pay when they book and later, once price and deposit are entered. */
function DepositSums({ values: { terms, price, deposit, currency } }: { values: SessionValues }) {
  const cents = minorUnits(price, currency);
  if (terms !== "deposit" || !cents || !/^[1-9]\d?$/.test(deposit)) return null;
  const now = depositOf(cents, Number(deposit), currency);
  const money = (units: number) => formatMoney(units, currency, staffLocale());
  return (
    <p className={styles.zone} aria-live="polite">
      {t("sessionForm.depositSums", { now: money(now), rest: money(cents - now) })}
    </p>
  );
}

/** The entered times in words, and in the reader's own time zone if it differs. */
function OwnTime({ values, zone }: { values: SessionValues; zone: string }) {
  const own = useZone();
  const [start, end] = [startOf(values, zone), endOf(values, zone)];
  if (!start || !end || end <= start) return null;
  const there = formatSpan(start, end, zone, staffLocale());
  const here = formatSpan(start, end, own, staffLocale());
  return (
    <p className={styles.zone} aria-live="polite">
      {there}
      {here === there
        ? null
        : ` · ${t("sessionForm.own", { when: here, city: currentLanguage().cityOf(own) })}`}
    </p>
  );
}
