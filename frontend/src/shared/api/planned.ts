/** Routes whose description the API's own document does not carry yet. */
type Json<T> = { headers: Record<string, unknown>; content: { "application/json": T } };
type Operation<T, P = undefined, Q = undefined, B = undefined> = {
  parameters: (P extends undefined ? { path?: never } : { path: P }) &
    (Q extends undefined ? { query?: never } : { query?: Q }) & { header?: never; cookie?: never };
  responses: { 200: Json<T> };
} & (B extends undefined ? { requestBody?: never } : { requestBody: { content: { "application/json": B } } });

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

export type PlannedPaths = {
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
  "/api/admin/templates": { get: Operation<{ templates: TemplateEntry[] }> };
  "/api/admin/templates/{kind}": {
    get: Operation<TemplateOut, { kind: string }, { language?: "en" | "hi"; variant?: string }>;
  };
  "/api/admin/template-comparisons": { get: Operation<{ comparisons: Comparison[] }> };
  "/api/admin/template-comparisons/{kind}": {
    put: Operation<unknown, { kind: string }, undefined, { on: boolean }>;
  };
};
