import { queryOptions } from "@tanstack/react-query";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf, fileOf } from "@/shared/api/problem";

export const mailboxKeys = {
  all: ["mailbox"],
  list: (channel: string, page: number) => ["mailbox", "list", channel, page],
  one: (mailId: string) => ["mailbox", "one", mailId],
} as const;
export const MAILBOX_CHANNELS = ["email", "sms", "whatsapp", "slack", "discord"] as const;
export type MailboxChannel = (typeof MAILBOX_CHANNELS)[number];
const PAGE_SIZE = 25;
const REFETCH_INTERVAL = 3000;

export function mailboxQuery(channel: MailboxChannel | "", page: number) {
  return queryOptions({
    queryKey: mailboxKeys.list(channel, page),
    queryFn: ({ signal }) =>
      dataOf(
        mainApi.GET("/api/mailbox", {
          params: { query: { page, per_page: PAGE_SIZE, ...(channel && { channel }) } },
          signal,
        }),
      ),
    placeholderData: (previous) => previous,
    refetchInterval: (query) => (query.state.error ? false : REFETCH_INTERVAL),
  });
}
export type MailboxEntry = Awaited<
  ReturnType<NonNullable<ReturnType<typeof mailboxQuery>["queryFn"]>>
>["messages"][number];

/** A message never changes, so it is loaded only once. */
export function mailboxMessageQuery(mail_id: string) {
  return queryOptions({
    queryKey: mailboxKeys.one(mail_id),
    queryFn: ({ signal }) =>
      dataOf(mainApi.GET("/api/mailbox/{mail_id}", { params: { path: { mail_id } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
export type MailboxContent = Awaited<
  ReturnType<NonNullable<ReturnType<typeof mailboxMessageQuery>["queryFn"]>>
>;

export async function attachment(mail_id: string, index: number): Promise<Blob> {
  return fileOf(
    await dataOf(
      mainApi.GET("/api/mailbox/{mail_id}/attachments/{index}", {
        params: { path: { mail_id, index } },
        parseAs: "blob",
      }),
    ),
  );
}

export function clearMailbox() {
  return dataOf(mainApi.DELETE("/api/mailbox"));
}
