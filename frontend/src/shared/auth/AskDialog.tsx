import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { identityWords } from "@/shared/i18n/identityWords";
import { useWords } from "@/shared/i18n/useWords";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";

export type AskProps = { onConfirmed: () => void; onClose: () => void };
type AskDialogProps = { onSubmit: () => void; onClose: () => void; pending: boolean; children: ReactNode };

/** The form in which people confirm who they are. */
export function AskDialog({ onSubmit, onClose, pending, children }: AskDialogProps) {
  const t = useWords(identityWords);
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
            {t("confirm.back")}
          </Button>
          <Button type="submit" loading={pending}>
            {t("confirm.submit")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
