import { queryOptions } from "@tanstack/react-query";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { channelRank } from "@/shared/ui/channelIcon";

const preferenceKeys = { all: ["preferences"] } as const;

export const preferencesQuery = queryOptions({
  queryKey: preferenceKeys.all,
  queryFn: ({ signal }) => dataOf(mainApi.GET("/notifications/preferences", { signal })),
});

export type Preferences = Awaited<ReturnType<NonNullable<typeof preferencesQuery.queryFn>>>;
type Choice = { kind: string; channel: string; enabled: boolean; fixed: boolean; hours_before: number[] };

/** Fields that are left out stay as they are. */
export function savePreferences(body: Partial<Preferences>) {
  return dataOf(mainApi.PUT("/notifications/preferences", { body }));
}

export const GROUPS = ["booking", "reminder", "guests"] as const;
export type Group = (typeof GROUPS)[number];

export type ChoiceTable<C extends Choice = Choice> = {
  channels: string[];
  groups: { group: Group; kinds: { kind: string; choices: C[] }[] }[];
};

/** The choices as a table: a row for each kind, in groups, and a column for each channel. */
export function choiceTable<C extends Choice>(choices: readonly C[]): ChoiceTable<C> {
  const channels = [...new Set(choices.map(({ channel }) => channel))].sort(
    (a, b) => channelRank(a) - channelRank(b),
  );
  const groups = GROUPS.map((group) => {
    const kinds = [...new Set(choices.map(({ kind }) => kind))].filter((kind) => groupOf(kind) === group);
    return {
      group,
      kinds: kinds.map((kind) => ({ kind, choices: choices.filter((choice) => choice.kind === kind) })),
    };
  });
  return { channels, groups: groups.filter(({ kinds }) => kinds.length > 0) };
}

function groupOf(kind: string): Group {
  if (kind.startsWith("facilitator_")) return "guests";
  return kind.startsWith("reminder_") ? "reminder" : "booking";
}
