import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";

const KEY = ["event-templates"] as const;

/** As many sessions as a template keeps of an event. */
export const MAX_SESSIONS = 200;

/** The reader's own templates, by title. */
export const templatesQuery = queryOptions({
  queryKey: KEY,
  queryFn: async ({ signal }) => (await dataOf(mainApi.GET("/events/templates", { signal }))).templates,
});

/** A template with what it fills the form of a new event with. */
export function templateQuery(templateId: number) {
  return queryOptions({
    queryKey: [...KEY, templateId],
    queryFn: async ({ signal }) => {
      const path = { template_id: templateId };
      return (await dataOf(mainApi.GET("/events/templates/{template_id}", { params: { path }, signal })))
        .template;
    },
  });
}

/** What a facilitator can do with their templates. Each change refreshes the list. */
export function useTemplates() {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: KEY, exact: true });
  return {
    async saveTemplate(eventId: number, title: string): Promise<void> {
      await dataOf(mainApi.POST("/events/templates", { body: { event_id: eventId, title } }));
      await refresh();
    },
    async renameTemplate(templateId: number, title: string): Promise<void> {
      const path = { template_id: templateId };
      await dataOf(mainApi.PATCH("/events/templates/{template_id}", { params: { path }, body: { title } }));
      await refresh();
    },
    async deleteTemplate(templateId: number): Promise<void> {
      const path = { template_id: templateId };
      await dataOf(mainApi.DELETE("/events/templates/{template_id}", { params: { path } }));
      queryClient.removeQueries({ queryKey: [...KEY, templateId] });
      await refresh();
    },
  };
}
