import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { eventKeys } from "@/features/events";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import type { PictureData } from "@/shared/api/types";
import { ownPortraitQuery } from "@/shared/auth/OwnPortrait";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { pictureWords } from "@/shared/i18n/pictureWords";
import { useWords } from "@/shared/i18n/useWords";
import { FocusField } from "@/shared/pictures/FocusField";
import { PictureUpload } from "@/shared/pictures/PictureUpload";
import { Notice } from "@/shared/ui/Notice";
import { Picture } from "@/shared/ui/Picture";
import { Placeholder } from "@/shared/ui/Placeholder";
import styles from "./PortraitForm.module.css";

export function PortraitForm() {
  const { t: common } = useLanguage();
  const { data, error } = useQuery(ownPortraitQuery);
  if (error) return <Notice tone="bad">{problemText(common, error)}</Notice>;
  if (data === undefined) return <Placeholder shapes={["row"]} />;
  return <Edit saved={data} />;
}

function Edit({ saved }: { saved: PictureData | null }) {
  const t = useWords(pictureWords);
  const { t: common } = useLanguage();
  const queryClient = useQueryClient();
  const [portrait, show] = useState(saved);
  const save = useMutation({
    scope: { id: "portrait" }, // one after the other: the last change must win
    mutationFn: async (wanted: PictureData | null) => {
      const body = { portrait: wanted && { id: wanted.id, alt: wanted.alt, focus: wanted.focus } };
      return (await dataOf(mainApi.PUT("/auth/portrait", { body }))).portrait;
    },
    onSuccess: (portrait) => {
      queryClient.setQueryData(ownPortraitQuery.queryKey, portrait);
      void queryClient.invalidateQueries({ queryKey: eventKeys.all });
    },
  });
  const change = async (wanted: PictureData | null) => {
    show(wanted);
    await save.mutateAsync(wanted);
  };
  return (
    <div className={styles.form}>
      {portrait ? (
        <>
          <div className={styles.portrait}>
            <Picture picture={portrait} sizes="6rem" className={styles.image} />
          </div>
          <FocusField
            picture={portrait}
            onChange={(focus) => show({ ...portrait, focus })}
            onDone={(focus) => void change({ ...portrait, focus }).catch(() => undefined)}
          />
          <TextInput
            size="md"
            label={t("pictures.alt")}
            description={t("pictures.altHint")}
            maxLength={300}
            value={portrait.alt}
            onChange={({ currentTarget }) => show({ ...portrait, alt: currentTarget.value })}
            onBlur={() => void change(portrait).catch(() => undefined)}
          />
        </>
      ) : null}
      <PictureUpload
        label={t(portrait ? "portrait.replace" : "portrait.add")}
        hint={t("pictures.types")}
        onUploaded={change}
      />
      {portrait ? (
        <Button
          variant="default"
          className={styles.start}
          onClick={() => void change(null).catch(() => undefined)}
        >
          {t("portrait.remove")}
        </Button>
      ) : null}
      {save.isSuccess ? (
        <p className={styles.hint} role="status">
          {t("portrait.saved")}
        </p>
      ) : null}
      {save.error ? <Notice tone="bad">{problemText(common, save.error)}</Notice> : null}
    </div>
  );
}
