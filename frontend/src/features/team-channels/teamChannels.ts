import { queryOptions } from "@tanstack/react-query";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";

export const CHANNEL_KINDS = ["slack", "discord", "whatsapp"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

const teamChannelKeys = { all: ["team-channels"] } as const;

export const teamChannelsQuery = queryOptions({
  queryKey: teamChannelKeys.all,
  queryFn: async ({ signal }) => (await dataOf(mainApi.GET("/team-channels", { signal }))).team_channels,
});
export type TeamChannel = Awaited<ReturnType<NonNullable<typeof teamChannelsQuery.queryFn>>>[number];

const named = (channel_id: number) => ({ params: { path: { channel_id } } });

export function addChannel(body: { kind: ChannelKind; label: string; address: string }) {
  return dataOf(mainApi.POST("/team-channels", { body }));
}
export function switchChannel(id: number, enabled: boolean) {
  return dataOf(mainApi.PATCH("/team-channels/{channel_id}", { ...named(id), body: { enabled } }));
}
export function removeChannel(id: number) {
  return dataOf(mainApi.DELETE("/team-channels/{channel_id}", named(id)));
}
export function testChannel(id: number) {
  return dataOf(mainApi.POST("/team-channels/{channel_id}/test", named(id)));
}
