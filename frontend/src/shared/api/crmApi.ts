import createClient, { type Client } from "openapi-fetch";
import { auth } from "@/shared/auth/auth";
import { authorisedFetch } from "@/shared/auth/authorisedFetch";
import type { paths } from "./crm";
import { noteCrmResponse } from "./crmNotice";
import { ApiProblem, problemFrom } from "./problem";

export type CrmApi = { client: Client<paths>; address: string };

let connection: Promise<CrmApi> | null = null;

/** A client for the CRM, whose address the main API names. Requests carry the reader's own token, no service token. */
export function crmApi(): Promise<CrmApi> {
  connection ??= connect().catch((cause: unknown) => {
    connection = null;
    throw cause;
  });
  return connection;
}

const authorised = authorisedFetch(auth);
const crmFetch = async (request: Request) => noteCrmResponse(await authorised(request));

async function connect(): Promise<CrmApi> {
  const response = await fetch("/ui-config").catch(() => {
    throw new ApiProblem(0, undefined, undefined, "No connection");
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemFrom(response.status, body);
  const address = (body as { crm_base_url: string }).crm_base_url.replace(/\/$/, "");
  return { client: createClient<paths>({ baseUrl: address, fetch: crmFetch }), address };
}
