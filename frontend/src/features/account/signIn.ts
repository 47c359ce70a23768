import { publicApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import type { User } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";

export const MIN_PASSWORD_LENGTH = 10;

/** Signs in. `name` is an e-mail address or a username: the API takes both in the field `email`. */
export async function signIn(name: string, password: string): Promise<void> {
  auth.signIn(await dataOf(publicApi.POST("/auth/login", { body: { email: name, password } })));
}

/** Where people begin who did not come from a page: admins in the office, facilitators in their area. */
export function firstPageOf({ role }: User): string {
  return { admin: "/admin", facilitator: "/facilitator" }[role] ?? "/";
}
