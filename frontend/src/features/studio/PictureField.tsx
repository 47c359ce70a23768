import { Button, FileButton, Input, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { problemText } from "@/shared/api/problemText";
import type { PictureData } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { officeWords } from "@/shared/i18n/officeWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import { Picture } from "@/shared/ui/Picture";
import styles from "./StudioPage.module.css";
import { uploadPicture } from "./studioQueries";

const ACCEPTED = "image/jpeg,image/png,image/webp,image/avif";

type PictureFieldProps = {
  label: string;
  hint: string;
  shape: "square" | "wide";
  value: PictureData | null;
  onChange: (picture: PictureData | null) => void;
};

/** One picture: uploaded, described, replaced or removed. It is kept when the form is saved. */
export function PictureField({ label, hint, shape, value, onChange }: PictureFieldProps) {
  const t = useWords(officeWords);
  const { t: words } = useLanguage();
  const upload = useMutation({
    mutationFn: uploadPicture,
    onSuccess: (picture) => onChange({ ...picture, alt: value?.alt ?? "" }),
  });
  return (
    <fieldset className={styles.picture}>
      <Input.Label component="legend" size="md" className={styles.legend}>
        {label}
      </Input.Label>
      <Input.Description size="md">{hint}</Input.Description>
      {value ? (
        <div className={shape === "square" ? styles.square : styles.wide}>
          <Picture picture={value} sizes={shape === "square" ? "6rem" : "30rem"} />
        </div>
      ) : null}
      <div className={styles.row}>
        <FileButton accept={ACCEPTED} onChange={(file) => file && upload.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={upload.isPending}>
              {t(value ? "studio.replace" : "studio.upload")}
            </Button>
          )}
        </FileButton>
        {value ? (
          <Button variant="subtle" onClick={() => onChange(null)}>
            {t("studio.remove")}
          </Button>
        ) : null}
      </div>
      {upload.error ? <Notice tone="bad">{problemText(words, upload.error)}</Notice> : null}
      {value ? (
        <TextInput
          size="md"
          label={t("studio.alt")}
          description={t("studio.altHint")}
          maxLength={300}
          value={value.alt}
          onChange={(event) => onChange({ ...value, alt: event.currentTarget.value })}
        />
      ) : null}
    </fieldset>
  );
}
