import { queryOptions } from "@tanstack/react-query";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { officeWords } from "@/shared/i18n/officeWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";

const SHOWN = 5;

export type Upcoming = { total: number; titles: string[] };

/** How many published events of a facilitator can still be booked, and the titles of the next ones. */
export function upcomingEventsQuery(facilitatorId: number) {
  return queryOptions({
    queryKey: ["upcoming-events", facilitatorId],
    queryFn: async ({ signal }): Promise<Upcoming> => {
      const query = {
        facilitator_id: facilitatorId,
        status: "bookable",
        draft: false,
        per_page: SHOWN,
      } as const;
      const { events, pagination } = await dataOf(mainApi.GET("/events", { params: { query }, signal }));
      return { total: pagination.total, titles: events.map(({ title }) => title) };
    },
    staleTime: 0,
  });
}

/** Warns that somebody has events which they couldn't lead any more. */
export function UpcomingEvents({ name, upcoming }: { name: string; upcoming: Upcoming }) {
  const t = useWords(officeWords);
  if (upcoming.total === 0) return null;
  const more = upcoming.total - upcoming.titles.length;
  return (
    <Notice tone="warn">
      <p>{t("people.upcoming", { name, count: upcoming.total })}</p>
      <ul>
        {upcoming.titles.map((title, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two events may have one title
          <li key={index} dir="auto">
            {title}
          </li>
        ))}
        {more > 0 ? <li>{t("people.upcoming.more", { count: more })}</li> : null}
      </ul>
      <p>{t("people.upcoming.stay")}</p>
    </Notice>
  );
}
