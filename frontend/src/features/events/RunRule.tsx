import { IconCircleCheck, IconUsersGroup } from "@tabler/icons-react";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { type SessionTime, sessionMoment } from "@/shared/time/sessionTime";
import { StateBadge } from "@/shared/ui/StateBadge";

type RunRuleProps = {
  state: "undecided" | "confirmed" | null | undefined;
  /** How many more places must be booked; 0 if enough are. */
  missing: number;
  decideAt: string | null | undefined;
  session: SessionTime;
};

/** Whether a session that needs a minimum of guests takes place, and until when that is open. */
export function RunRule({ state, missing, decideAt, session }: RunRuleProps) {
  const words = useLanguage();
  const { t } = words;
  if (state === "confirmed")
    return (
      <StateBadge tone="good" icon={IconCircleCheck}>
        {t("run.confirmed")}
      </StateBadge>
    );
  if (state !== "undecided" || !decideAt) return null;
  const when = sessionMoment(session, decideAt, words);
  return (
    <StateBadge tone="accent" icon={IconUsersGroup}>
      {missing > 0 ? t("run.missing", { count: missing, when }) : t("run.enough", { when })}
    </StateBadge>
  );
}
