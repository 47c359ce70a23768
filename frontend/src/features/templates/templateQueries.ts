import { queryOptions } from "@tanstack/react-query";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";

export const TEMPLATE_LANGUAGES = ["en", "hi"] as const;
export type TemplateLanguage = (typeof TEMPLATE_LANGUAGES)[number];
export type TemplateChoice = { kind: string; language: TemplateLanguage; variant: string };

export const templateKeys = {
  all: ["templates"],
  list: ["templates", "list"],
  one: (kind: string, language: TemplateLanguage, variant: string) => [
    "templates",
    "one",
    kind,
    language,
    variant,
  ],
  texts: (of: TemplateChoice) => ["templates", "texts", of.kind, of.language, of.variant],
  comparisons: ["templates", "comparisons"],
} as const;

export const templatesQuery = queryOptions({
  queryKey: templateKeys.list,
  queryFn: async ({ signal }) => (await dataOf(mainApi.GET("/api/admin/templates", { signal }))).templates,
});
export type TemplateEntry = Awaited<ReturnType<NonNullable<typeof templatesQuery.queryFn>>>[number];

export function templateQuery(kind: string, language: TemplateLanguage, variant: string) {
  return queryOptions({
    queryKey: templateKeys.one(kind, language, variant),
    queryFn: ({ signal }) =>
      dataOf(
        mainApi.GET("/api/admin/templates/{kind}", {
          params: { path: { kind }, query: { language, variant } },
          signal,
        }),
      ),
    placeholderData: (previous) => previous,
  });
}

export function textsQuery(of: TemplateChoice) {
  const { kind, ...query } = of;
  return queryOptions({
    queryKey: templateKeys.texts(of),
    queryFn: ({ signal }) =>
      dataOf(mainApi.GET("/api/admin/message-texts/{kind}", { params: { path: { kind }, query }, signal })),
  });
}
export type MessageTexts = Awaited<ReturnType<NonNullable<ReturnType<typeof textsQuery>["queryFn"]>>>;

export function previewTexts({ kind, ...of }: TemplateChoice, texts: Record<string, string>) {
  const body = { ...of, ...texts };
  return dataOf(
    mainApi.POST("/api/admin/message-texts/{kind}/preview", { params: { path: { kind } }, body }),
  );
}

/** Without any texts, the original ones are used again. */
export function saveTexts({ kind, ...of }: TemplateChoice, texts: Record<string, string>, version: number) {
  const body = { ...of, ...texts, version };
  return dataOf(mainApi.PUT("/api/admin/message-texts/{kind}", { params: { path: { kind } }, body }));
}

export const comparisonsQuery = queryOptions({
  queryKey: templateKeys.comparisons,
  queryFn: async ({ signal }) =>
    (await dataOf(mainApi.GET("/api/admin/template-comparisons", { signal }))).comparisons,
});
export type Comparison = Awaited<ReturnType<NonNullable<typeof comparisonsQuery.queryFn>>>[number];

export function compare(kind: string, on: boolean) {
  return dataOf(
    mainApi.PUT("/api/admin/template-comparisons/{kind}", { params: { path: { kind } }, body: { on } }),
  );
}

/** "12 %" of what was sent; a dash while nothing was. */
export function share(part: number, sent: number): string {
  return sent === 0 ? "–" : `${Math.round((100 * part) / sent)} %`;
}
