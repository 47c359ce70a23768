import { queryOptions } from "@tanstack/react-query";
import type { components } from "@/shared/api/main";
import { mainApi, publicApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { studio } from "@/shared/studio/studio";

type Schemas = components["schemas"];
export type StudioWithTexts = Schemas["StudioOut"];
export type StudioChange = Schemas["StudioChange"];

export const studioKeys = { all: ["studio"] } as const;

/** The studio's settings with its long texts. */
export const studioQuery = queryOptions({
  queryKey: studioKeys.all,
  queryFn: async ({ signal }) => (await dataOf(publicApi.GET("/studio", { signal }))).studio,
  meta: { public: true },
});

/** Changes the settings, and shows them on every page at once. */
export async function changeStudio(body: StudioChange): Promise<StudioWithTexts> {
  const { studio: changed } = await dataOf(mainApi.PATCH("/studio", { body }));
  studio.replace(changed);
  return changed;
}

export async function uploadPicture(file: File): Promise<Schemas["PictureOut"]> {
  const form = new FormData();
  form.append("picture", file);
  const body = { picture: file.name }; // the serializer sends the file itself
  return (await dataOf(mainApi.POST("/pictures", { body, bodySerializer: () => form }))).picture;
}
