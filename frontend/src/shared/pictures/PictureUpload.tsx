import { Button, FileButton } from "@mantine/core";
import { IconPhotoPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { ApiProblem } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import type { PictureData } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { type PictureT, pictureWords } from "@/shared/i18n/pictureWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import styles from "./PictureUpload.module.css";
import { PICTURE_TYPES, uploadPicture } from "./uploadPicture";

type PictureUploadProps = {
  label: string;
  hint: ReactNode;
  disabled?: boolean;
  /** Called with each picture that has arrived; the next one is sent when it returns. */
  onUploaded: (picture: PictureData) => Promise<unknown>;
  several?: boolean;
};

/** A button that sends pictures, and how far that is. */
export function PictureUpload({ label, hint, disabled, onUploaded, several = false }: PictureUploadProps) {
  const t = useWords(pictureWords);
  const { t: common } = useLanguage();
  const [sending, setSending] = useState<{ name: string; part: number } | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const send = async (files: readonly File[]) => {
    setProblem(null);
    try {
      for (const file of files) {
        const { name } = file;
        setSending({ name, part: 0 });
        await onUploaded(await uploadPicture(file, (part) => setSending({ name, part })));
      }
    } catch (refused) {
      setProblem(refused);
    } finally {
      setSending(null);
    }
  };
  const choose = (chosen: File | File[] | null) => {
    const files = Array.isArray(chosen) ? chosen : chosen ? [chosen] : [];
    if (files.length > 0 && !sending) void send(files);
  };
  return (
    <div className={styles.upload}>
      <FileButton accept={PICTURE_TYPES} multiple={several} onChange={choose}>
        {(button) => (
          <Button
            {...button}
            variant="default"
            disabled={disabled || sending !== null}
            leftSection={<IconPhotoPlus size={18} aria-hidden={true} />}
          >
            {label}
          </Button>
        )}
      </FileButton>
      <p className={styles.hint}>{hint}</p>
      {sending ? (
        <div className={styles.progress} role="status">
          <span dir="auto">
            {sending.part < 1
              ? t("pictures.uploading", { name: sending.name, percent: Math.floor(sending.part * 100) })
              : t("pictures.preparing", { name: sending.name })}
          </span>
          <progress
            className={styles.bar}
            value={sending.part < 1 ? sending.part : undefined}
            aria-hidden={true}
          />
        </div>
      ) : null}
      {problem ? (
        <Notice tone="bad">{uploadProblem(t, problem) ?? problemText(common, problem)}</Notice>
      ) : null}
    </div>
  );
}

const SENTENCES = {
  not_a_picture: "pictures.kind",
  damaged: "pictures.damaged",
  too_large: "pictures.tooLarge",
  too_many_pixels: "pictures.tooLarge",
  too_small: "pictures.tooSmall",
} as const;

function uploadProblem(t: PictureT, problem: unknown): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  const codes = [problem.code, ...problem.fieldErrors.map(({ code }) => code)];
  const known = (Object.keys(SENTENCES) as (keyof typeof SENTENCES)[]).find((code) => codes.includes(code));
  return known ? t(SENTENCES[known]) : undefined;
}
