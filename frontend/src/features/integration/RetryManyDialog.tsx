import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { currentLanguage } from "@/shared/i18n/LanguageProvider";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { useZone } from "@/shared/time/useZone";
import { instantAt } from "@/shared/time/wallClock";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import type { Choice, DeliveryFilters } from "./integrationApi";
import styles from "./RetryManyDialog.module.css";
import { readableChannel } from "./readable";

type RetryManyDialogProps = {
  channels: readonly string[];
  /** The filters of the list, as first values. */
  filters: DeliveryFilters;
  busy: boolean;
  problem: unknown;
  onRetry: (choice: Choice) => void;
  onClose: () => void;
};

export function RetryManyDialog({
  channels,
  filters,
  busy,
  problem,
  onRetry,
  onClose,
}: RetryManyDialogProps) {
  const zone = useZone();
  const [channel, setChannel] = useState(filters.channel ?? "");
  const [error, setError] = useState(filters.error ?? "");
  const [since, setSince] = useState("");
  const [until, setUntil] = useState("");
  const [from, to] = [instantOf(since, zone), instantOf(until, zone)];
  const rangeBad = from !== null && to !== null && to <= from;
  const choice: Choice = {
    ...(channel ? { channel } : {}),
    ...(filters.booking_id ? { booking_id: filters.booking_id } : {}),
    ...(error.trim() ? { error: error.trim() } : {}),
    ...(from ? { since: from.toISOString() } : {}),
    ...(to ? { until: to.toISOString() } : {}),
  };
  return (
    <Dialog title={t("retryMany.title")} onClose={onClose}>
      <p>{t("retryMany.text")}</p>
      <NativeSelect
        size="md"
        label={t("deliveries.channel")}
        value={channel}
        onChange={(event) => setChannel(event.currentTarget.value)}
        data={[
          { value: "", label: t("deliveries.channel.all") },
          ...channels.map((name) => ({ value: name, label: readableChannel(name) })),
        ]}
      />
      <TextInput
        size="md"
        label={t("deliveries.error")}
        maxLength={200}
        value={error}
        onChange={(event) => setError(event.currentTarget.value)}
      />
      <div className={styles.range}>
        <TextInput
          size="md"
          type="datetime-local"
          label={t("retryMany.since")}
          description={t("retryMany.zone", { zone: currentLanguage().cityOf(zone) })}
          value={since}
          onChange={(event) => setSince(event.currentTarget.value)}
        />
        <TextInput
          size="md"
          type="datetime-local"
          label={t("retryMany.until")}
          description={t("retryMany.zone", { zone: currentLanguage().cityOf(zone) })}
          value={until}
          error={rangeBad ? t("retryMany.rangeBad") : undefined}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
      {problem ? <Notice tone="bad">{staffProblemText(problem)}</Notice> : null}
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("dialog.back")}
        </Button>
        <Button
          loading={busy}
          onClick={() => {
            if (!rangeBad && !busy) onRetry(choice);
          }}
        >
          {t("retryMany.confirm")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** The value of the field, such as "2026-11-21T14:30", as a time in the zone. */
function instantOf(text: string, zone: string): Date | null {
  const [day = "", clock = ""] = text.split("T");
  return text === "" ? null : instantAt(day, clock.slice(0, 5), zone);
}
