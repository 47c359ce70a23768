/** Routes whose description the API's own document does not carry yet. */
import type { Booking } from "./types";

type Json<T> = { headers: Record<string, unknown>; content: { "application/json": T } };
type Operation<T, P = undefined, Q = undefined, B = undefined> = {
  parameters: (P extends undefined ? { path?: never } : { path: P }) &
    (Q extends undefined ? { query?: never } : { query?: Q }) & { header?: never; cookie?: never };
  responses: { 200: Json<T> };
} & (B extends undefined ? { requestBody?: never } : { requestBody: { content: { "application/json": B } } });
type Pagination = {
  page: number;
  per_page: number;
  total: number;
  pages: number;
  has_next: boolean;
  has_prev: boolean;
};
type Id<K extends string> = { [N in K]: number };
type Token = { token: string };
type Pages = { page?: number; per_page?: number };

export type Notification = {
  id: number;
  kind: string;
  title: string;
  body: string;
  url: string;
  booking_id: number | null;
  created_at: string;
  read_at: string | null;
};
export type PlannedMessage = {
  id: string;
  kind: string;
  channel: string;
  due_at: string;
  state: string;
  reason: string | null;
  sent_at: string | null;
  to: string;
  guest_name?: string | null;
};
export type Preferences = {
  language: "en" | "hi";
  time_zone: string;
  phone: string | null;
  quiet_hours: { from: string; until: string } | null;
  choices: { kind: string; channel: string; enabled: boolean; fixed: boolean }[];
};
export type LinkOut = {
  purpose: "manage" | "cancel" | "unsubscribe";
  kind: string | null;
  booking: Booking | null;
  expires_at: string;
};
export type TeamChannel = {
  id: number;
  kind: "slack" | "discord" | "whatsapp";
  label: string;
  address: string;
  enabled: boolean;
};
export type ApiKey = {
  id: number;
  name: string;
  prefix: string;
  scopes: string[];
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
};
export type TemplateEntry = { kind: string; languages: string[]; variants: string[]; channels: string[] };
export type TemplateOut = {
  subject: string | null;
  html: string | null;
  text: string | null;
  sms: string | null;
  in_app: { title: string; body: string } | null;
  variables: { name: string; meaning: string; example: string }[];
};
export type Comparison = {
  kind: string;
  on: boolean;
  variants: { variant: string; sent: number; opened: number; clicked: number }[];
};
export type MailboxMessage = {
  id: string;
  channel: string;
  from: string;
  to: string;
  subject: string;
  at: string;
};
export type MailboxContent = MailboxMessage & {
  html: string | null;
  text: string | null;
  source: string;
  attachments: { index: number; name: string; type: string; size: number }[];
};
type Done = { message: string };

export type PlannedPaths = {
  "/notifications": {
    get: Operation<
      { notifications: Notification[]; unread: number; pagination: Pagination },
      undefined,
      Pages & { unread?: boolean }
    >;
  };
  "/notifications/read": {
    post: Operation<{ unread: number }, undefined, undefined, { ids?: number[]; all?: boolean }>;
  };
  "/notifications/preferences": {
    get: Operation<Preferences>;
    put: Operation<Preferences, undefined, undefined, Preferences>;
  };
  "/bookings/{booking_id}/messages": { get: Operation<{ messages: PlannedMessage[] }, Id<"booking_id">> };
  "/sessions/{session_id}/messages": {
    get: Operation<{ messages: PlannedMessage[]; pagination: Pagination }, Id<"session_id">, Pages>;
  };
  "/links/{token}": { get: Operation<LinkOut, Token> };
  "/links/{token}/cancel": { post: Operation<{ booking: Booking }, Token> };
  "/links/{token}/unsubscribe": { post: Operation<Done, Token> };
  "/push/key": { get: Operation<{ key: string }> };
  "/push/subscriptions": {
    post: Operation<
      unknown,
      undefined,
      undefined,
      { endpoint: string; keys: { p256dh: string; auth: string } }
    >;
    delete: Operation<unknown, undefined, undefined, { endpoint: string }>;
  };
  "/team-channels": {
    get: Operation<{ team_channels: TeamChannel[] }>;
    post: Operation<
      unknown,
      undefined,
      undefined,
      { kind: TeamChannel["kind"]; label: string; address: string }
    >;
  };
  "/team-channels/{channel_id}": {
    patch: Operation<unknown, Id<"channel_id">, undefined, { enabled?: boolean; label?: string }>;
    delete: Operation<unknown, Id<"channel_id">>;
  };
  "/team-channels/{channel_id}/test": { post: Operation<Done, Id<"channel_id">> };
  "/auth/forgotten-password": { post: Operation<Done, undefined, undefined, { email: string }> };
  "/auth/reset-password": {
    post: Operation<Done, undefined, undefined, { token: string; password: string }>;
  };
  "/auth/verify-email": { post: Operation<Done, undefined, undefined, { token: string }> };
  "/auth/verify-email/resend": { post: Operation<Done> };
  "/api/admin/api-keys": {
    get: Operation<{ api_keys: ApiKey[]; pagination: Pagination }, undefined, Pages>;
    post: Operation<
      { key: string; api_key: ApiKey },
      undefined,
      undefined,
      { name: string; scopes: string[] }
    >;
  };
  "/api/admin/api-keys/{key_id}/revoke": { post: Operation<unknown, Id<"key_id">> };
  "/api/admin/templates": { get: Operation<{ templates: TemplateEntry[] }> };
  "/api/admin/templates/{kind}": {
    get: Operation<TemplateOut, { kind: string }, { language?: "en" | "hi"; variant?: string }>;
  };
  "/api/admin/template-comparisons": { get: Operation<{ comparisons: Comparison[] }> };
  "/api/admin/template-comparisons/{kind}": {
    put: Operation<unknown, { kind: string }, undefined, { on: boolean }>;
  };
  "/api/mailbox": {
    get: Operation<
      { messages: MailboxMessage[]; pagination: Pagination },
      undefined,
      Pages & { channel?: string }
    >;
    delete: Operation<unknown>;
  };
  "/api/mailbox/{message_id}": { get: Operation<MailboxContent, { message_id: string }> };
  "/api/mailbox/{message_id}/attachments/{index}": {
    get: Operation<unknown, { message_id: string; index: number }>;
  };
};
