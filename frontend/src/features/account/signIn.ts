import { publicApi } from "@/shared/api/mainApi";
import { answerOf } from "@/shared/api/problem";
import { session } from "@/shared/session/session";

export const SHORTEST_PASSWORD = 8;

/** By e-mail address or user name; the API takes either in the one field. */
export async function signIn(name: string, password: string): Promise<void> {
  session.signIn(await answerOf(publicApi.POST("/auth/login", { body: { email: name, password } })));
}
