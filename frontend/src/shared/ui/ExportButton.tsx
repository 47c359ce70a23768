import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { staffWords as t } from "@/shared/i18n/staffWords";
import styles from "./ExportButton.module.css";
import { Notice } from "./Notice";
import { saveFile } from "./saveFile";

type ExportButtonProps = { name: string; download: () => Promise<Blob> };

/** Saves a list as a CSV file. */
export function ExportButton({ name, download }: ExportButtonProps) {
  const csv = useMutation({ mutationFn: download, onSuccess: (file) => saveFile(file, name) });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden={true} />}
        loading={csv.isPending}
        onClick={() => csv.mutate()}
      >
        {t("dashboard.export")}
      </Button>
      {csv.error ? (
        <div className={styles.problem}>
          <Notice tone="bad">{t("dashboard.exportFailed")}</Notice>
        </div>
      ) : null}
    </>
  );
}
