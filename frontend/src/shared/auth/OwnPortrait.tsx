import { queryOptions, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { Portrait } from "@/shared/ui/Portrait";

/** The portrait of the facilitator or admin who is signed in; null without one. */
export const ownPortraitQuery = queryOptions({
  queryKey: ["account", "portrait"],
  queryFn: async ({ signal }) => (await dataOf(mainApi.GET("/auth/portrait", { signal }))).portrait,
  staleTime: 5 * 60_000,
});

/** Beside the person's name, so it is not read out. `instead` is shown without a portrait. */
export function OwnPortrait({ size, instead = null }: { size: "tiny" | "small"; instead?: ReactNode }) {
  const { data: portrait } = useQuery(ownPortraitQuery);
  if (!portrait) return instead;
  return (
    <span aria-hidden={true}>
      <Portrait name="" picture={portrait} size={size} />
    </span>
  );
}
