import { staffLocale } from "@/shared/i18n/staffWords";
import { formatAgo } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { useMoment } from "./useMoment";

/** "3 minutes ago", with the exact time on hover. */
export function Ago({ at }: { at: string }) {
  const now = useNow();
  const moment = useMoment();
  return (
    <time dateTime={at} title={moment(at)}>
      {formatAgo(new Date(at), now, staffLocale())}
    </time>
  );
}
