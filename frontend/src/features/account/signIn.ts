import { publicApi } from "@/shared/api/mainApi";
import { answerOf } from "@/shared/api/problem";
import { auth } from "@/shared/auth/auth";

export const SHORTEST_PASSWORD = 10;

/** By e-mail address or user name; the API takes either in the one field. */
export async function signIn(name: string, password: string): Promise<void> {
  auth.signIn(await answerOf(publicApi.POST("/auth/login", { body: { email: name, password } })));
}
