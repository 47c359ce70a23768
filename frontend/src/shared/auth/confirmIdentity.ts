import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";

/** Confirms who the reader is. What needs it, such as a refund or a change of roles, works for ten minutes then. */
export async function confirmIdentity(body: { password: string } | { code: string }): Promise<void> {
  await dataOf(mainApi.POST("/auth/confirm", { body }));
}
