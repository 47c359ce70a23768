import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";

export type AskProps = { onConfirmed: () => void; onClose: () => void };
type AskDialogProps = { onSubmit: () => void; onClose: () => void; pending: boolean; children: ReactNode };

/** The form in which people confirm who they are. */
export function AskDialog({ onSubmit, onClose, pending, children }: AskDialogProps) {
  return (
    <Dialog title={t("confirm.title")} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("dialog.back")}
          </Button>
          <Button type="submit" loading={pending}>
            {t("confirm.submit")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
