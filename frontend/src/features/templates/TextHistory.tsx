import { Button } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { recordWords } from "@/shared/i18n/recordWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { Folded } from "@/shared/ui/Folded";
import { StateBadge } from "@/shared/ui/StateBadge";
import styles from "./Templates.module.css";
import type { MessageTexts } from "./templateQueries";

type TextHistoryProps = { texts: MessageTexts; onLoad: (texts: Record<string, string>) => void };

/** What was saved before, by whom and when. An earlier version goes into the fields, where it can be saved again. */
export function TextHistory({ texts, onLoad }: TextHistoryProps) {
  const t = useWords(recordWords);
  const { locale } = useLanguage();
  const zone = useZone();
  if (texts.history.length === 0) return null;
  return (
    <Folded title={t("texts.history")}>
      <ol className={styles.history}>
        {texts.history.map(({ version, saved_at, saved_by, texts: saved }) => {
          const at = new Date(saved_at);
          const when = `${formatDay(at, zone, locale)}, ${formatClock(at, zone, locale)}`;
          return (
            <li key={version} className={styles.saved}>
              <div>
                <strong>{t("texts.version", { version: String(version) })}</strong>
                <span className={styles.none}>
                  {" "}
                  {saved_by ? t("texts.by", { name: saved_by, when }) : when}
                </span>
                {Object.keys(saved).length === 0 ? (
                  <p className={styles.none}>{t("texts.originals")}</p>
                ) : null}
                {Object.entries(saved).map(([part, text]) => (
                  <p key={part} className={styles.example} dir="auto">
                    {text}
                  </p>
                ))}
              </div>
              {version === texts.version ? (
                <StateBadge tone="good" icon={IconCircleCheck}>
                  {t("texts.inUse")}
                </StateBadge>
              ) : (
                <Button
                  variant="default"
                  aria-label={t("texts.loadOf", { version: String(version) })}
                  onClick={() => onLoad(saved)}
                >
                  {t("texts.load")}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
    </Folded>
  );
}
