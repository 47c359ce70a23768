import { Button, Checkbox, Input, NativeSelect, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { fieldProblemText, problemText } from "@/shared/api/problemText";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { officeWords } from "@/shared/i18n/officeWords";
import { useWords } from "@/shared/i18n/useWords";
import { CURRENCIES } from "@/shared/money/currencies";
import { amountText, minorUnits } from "@/shared/money/minorUnits";
import { FailurePart } from "@/shared/ui/FailureState";
import { MarkdownField } from "@/shared/ui/MarkdownField";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { ZoneField } from "@/shared/ui/ZoneField";
import { isColour, isReadable } from "./colour";
import { OnYourWebsite } from "./OnYourWebsite";
import { PictureField } from "./PictureField";
import styles from "./StudioPage.module.css";
import {
  changeStudio,
  type StudioChange,
  type StudioWithTexts,
  studioKeys,
  studioQuery,
} from "./studioQueries";

const OWN_COLOUR = "#14656b";
const TEXTS = ["about", "terms", "privacy"] as const;

/** The studio's own settings, for admins. */
export function StudioPage() {
  const t = useWords(officeWords);
  const settings = useQuery(studioQuery);
  return (
    <Page title={t("studio.title")} width="text">
      <div className={styles.page}>
        <div>
          <PageHeading>{t("studio.title")}</PageHeading>
          <Text c="dimmed">{t("studio.intro")}</Text>
        </div>
        {settings.data ? (
          <StudioForm settings={settings.data} />
        ) : settings.error ? (
          <FailurePart problem={settings.error} retry={settings.refetch} />
        ) : (
          <Placeholder shapes={["row", "row", "row"]} />
        )}
      </div>
    </Page>
  );
}

function StudioForm({ settings }: { settings: StudioWithTexts }) {
  const t = useWords(officeWords);
  const { t: words } = useLanguage();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(settings);
  const [name, setName] = useState(settings.name === "Samaya" ? "" : settings.name);
  const [review, setReview] = useState(
    settings.review_above_cents === null
      ? ""
      : amountText(settings.review_above_cents, settings.default_currency),
  );
  const edit = (change: Partial<StudioWithTexts>) => setDraft((now) => ({ ...now, ...change }));
  const save = useMutation({
    mutationFn: changeStudio,
    onSuccess: (changed) => queryClient.setQueryData(studioKeys.all, changed),
  });
  const change = changeOf(draft, name, review);
  const isAsSent = (field: keyof StudioChange) =>
    JSON.stringify(change[field]) === JSON.stringify(save.variables?.[field]);
  /** Why a field was refused, until it is corrected. */
  const refused = (field: keyof StudioChange) =>
    isAsSent(field) ? fieldProblemText(words, save.error, field) : undefined;
  const fields = [
    "name",
    "heading",
    "colour",
    "contact_email",
    "contact_phone",
    "address",
    "default_currency",
    "default_time_zone",
    "languages",
  ] as const;
  const inField = [...fields, ...TEXTS, "review_above_cents" as const].some((field) =>
    fieldProblemText(words, save.error, field),
  );
  const noLanguage = Boolean(refused("languages"));
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // The page is long: the button is far from most fields.
    if (save.error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [save.error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate(change);
  };
  return (
    <form ref={form} className={styles.page} onSubmit={submit} noValidate>
      <section className={styles.card} aria-labelledby="look">
        <Title order={2} size="h3" id="look">
          {t("studio.look")}
        </Title>
        <TextInput
          size="md"
          label={t("studio.name")}
          description={t("studio.nameHint")}
          maxLength={80}
          value={name}
          error={refused("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          size="md"
          label={t("studio.heading")}
          description={t("studio.headingHint", { usual: words("discover.heading") })}
          maxLength={120}
          value={draft.heading ?? ""}
          error={refused("heading")}
          onChange={(event) => edit({ heading: event.currentTarget.value })}
        />
        <ColourField
          value={draft.colour ?? null}
          problem={refused("colour")}
          onChange={(colour) => edit({ colour })}
        />
        <PictureField
          label={t("studio.logo")}
          hint={t("studio.logoHint")}
          shape="square"
          value={draft.logo ?? null}
          onChange={(logo) => edit({ logo })}
        />
        <PictureField
          label={t("studio.picture")}
          hint={t("studio.pictureHint")}
          shape="wide"
          value={draft.picture ?? null}
          onChange={(picture) => edit({ picture })}
        />
      </section>
      <section className={styles.card} aria-labelledby="contact">
        <Title order={2} size="h3" id="contact">
          {t("studio.contact")}
        </Title>
        <TextInput
          size="md"
          type="email"
          label={t("studio.email")}
          value={draft.contact_email ?? ""}
          error={refused("contact_email")}
          onChange={(event) => edit({ contact_email: event.currentTarget.value })}
        />
        <TextInput
          size="md"
          type="tel"
          label={t("studio.phone")}
          description={t("studio.phoneHint", { example: settings.phone_example ?? "+351 912 345 678" })}
          value={draft.contact_phone ?? ""}
          error={refused("contact_phone")}
          onChange={(event) => edit({ contact_phone: event.currentTarget.value })}
        />
        <Textarea
          size="md"
          rows={3}
          label={t("studio.address")}
          maxLength={500}
          value={draft.address}
          error={refused("address")}
          onChange={(event) => edit({ address: event.currentTarget.value })}
        />
      </section>
      <section className={styles.card} aria-labelledby="texts">
        <div>
          <Title order={2} size="h3" id="texts">
            {t("studio.texts")}
          </Title>
          <Text c="dimmed">{t("studio.textsHint")}</Text>
        </div>
        {TEXTS.map((text) => (
          <MarkdownField
            key={text}
            label={t(`studio.${text}`)}
            value={draft[text]}
            error={refused(text)}
            onChange={(value) => edit({ [text]: value })}
          />
        ))}
      </section>
      <section className={styles.card} aria-labelledby="defaults">
        <Title order={2} size="h3" id="defaults">
          {t("studio.defaults")}
        </Title>
        <NativeSelect
          size="md"
          label={t("studio.currency")}
          data={[...new Set([draft.default_currency, ...CURRENCIES])]}
          value={draft.default_currency}
          error={refused("default_currency")}
          onChange={(event) => edit({ default_currency: event.currentTarget.value })}
        />
        <ZoneField
          label={t("studio.zone")}
          value={draft.default_time_zone}
          error={refused("default_time_zone")}
          onChange={(default_time_zone) => edit({ default_time_zone })}
        />
        <Checkbox.Group
          size="md"
          label={t("studio.languages")}
          value={[...draft.languages]}
          error={noLanguage ? t("studio.languagesNone") : undefined}
          onChange={(languages) =>
            edit({ languages: (["en", "hi"] as const).filter((code) => languages.includes(code)) })
          }
        >
          <div className={`${styles.row} ${styles.under}`}>
            <Checkbox
              size="md"
              value="en"
              label={t("studio.english")}
              error={noLanguage}
              aria-invalid={noLanguage}
            />
            <Checkbox
              size="md"
              value="hi"
              label={t("studio.hindi")}
              error={noLanguage}
              aria-invalid={noLanguage}
            />
          </div>
        </Checkbox.Group>
        <TextInput
          size="md"
          inputMode="decimal"
          label={t("studio.review")}
          description={t("studio.reviewHint")}
          rightSection={draft.default_currency}
          rightSectionWidth="4rem"
          value={review}
          error={refused("review_above_cents")}
          onChange={(event) => setReview(event.currentTarget.value)}
        />
      </section>
      <OnYourWebsite colour={settings.colour ?? OWN_COLOUR} allowed={settings.embed_origins} />
      {save.isSuccess ? <Notice tone="good">{t("studio.saved")}</Notice> : null}
      {save.error ? (
        <Notice tone="bad">{inField ? t("studio.check") : problemText(words, save.error)}</Notice>
      ) : null}
      <Button type="submit" size="md" className={styles.submit} loading={save.isPending}>
        {t("studio.save")}
      </Button>
    </form>
  );
}

type ColourFieldProps = {
  value: string | null;
  problem: string | undefined;
  onChange: (colour: string | null) => void;
};

function ColourField({ value, problem, onChange }: ColourFieldProps) {
  const t = useWords(officeWords);
  const tooLight = isColour(value) && !isReadable(value);
  const shown = isColour(value) ? value : OWN_COLOUR;
  return (
    <Input.Wrapper
      size="md"
      label={t("studio.colour")}
      labelProps={{ htmlFor: "studio-colour" }}
      description={t("studio.colourHint")}
      error={problem ?? (tooLight ? t("studio.tooLight") : undefined)}
    >
      <div className={`${styles.row} ${styles.under}`}>
        <TextInput
          id="studio-colour"
          size="md"
          className={styles.colour}
          placeholder={OWN_COLOUR}
          spellCheck={false}
          maxLength={7}
          value={value ?? ""}
          error={Boolean(problem) || tooLight}
          leftSection={
            <input
              type="color"
              className={styles.well}
              aria-label={t("studio.colourPick")}
              value={shown}
              onChange={(event) => onChange(event.currentTarget.value)}
            />
          }
          leftSectionPointerEvents="all"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <span className={styles.sample} style={{ background: shown, color: "#fffdf9" }} aria-hidden="true">
          {t("studio.sample")}
        </span>
        {value ? (
          <Button variant="subtle" onClick={() => onChange(null)}>
            {t("studio.colourReset")}
          </Button>
        ) : null}
      </div>
    </Input.Wrapper>
  );
}

/** What the form sends. An empty field removes what was set. */
function changeOf(draft: StudioWithTexts, name: string, review: string): StudioChange {
  const placed = (picture: StudioWithTexts["logo"]) =>
    picture ? { id: picture.id, alt: picture.alt.trim(), focus: picture.focus } : null;
  return {
    name: name.trim() || null,
    heading: draft.heading?.trim() || null,
    colour: draft.colour || null,
    logo: placed(draft.logo ?? null),
    picture: placed(draft.picture ?? null),
    contact_email: draft.contact_email?.trim() || null,
    contact_phone: draft.contact_phone?.trim() || null,
    address: draft.address,
    about: draft.about,
    terms: draft.terms,
    privacy: draft.privacy,
    default_currency: draft.default_currency,
    default_time_zone: draft.default_time_zone,
    languages: draft.languages,
    // Not a price: the API says so.
    review_above_cents: review.trim() ? (minorUnits(review, draft.default_currency) ?? -1) : null,
  };
}
