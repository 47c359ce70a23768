import { staffLocale } from "@/shared/i18n/staffWords";
import { formatDay } from "@/shared/time/format";
import { dateFormatter } from "@/shared/time/formatters";
import { useZone } from "@/shared/time/useZone";

/** "Sat 12 Dec, 07:00:21" in the reader's zone, with seconds because deliveries take seconds. */
export function useMoment(): (at: string) => string {
  const zone = useZone();
  return (at) => {
    const moment = new Date(at);
    const clock = dateFormatter(staffLocale(), {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
    return `${formatDay(moment, zone, staffLocale())}, ${clock.format(moment)}`;
  };
}
