import { Button } from "@mantine/core";
import { messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import styles from "./DeviceSetting.module.css";
import { useDevice } from "./useDevice";

/** Turns notifications on this device on and off. */
export function DeviceSetting() {
  const t = useWords(messageWords);
  const { state, change } = useDevice();
  if (!state) return null;
  return (
    <div className={styles.setting}>
      <div className={styles.text}>
        <strong>{t("push.title")}</strong>
        <span role="status">{t(`push.${state}`)}</span>
      </div>
      {state === "on" || state === "off" ? (
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate(state === "off")}>
          {t(state === "on" ? "push.turnOff" : "push.turnOn")}
        </Button>
      ) : null}
      {change.error ? <Notice tone="bad">{t("push.failed")}</Notice> : null}
    </div>
  );
}
