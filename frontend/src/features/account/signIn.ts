import { publicApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { auth } from "@/shared/auth/auth";

export const MIN_PASSWORD_LENGTH = 10;

/** Signs in. `name` is an e-mail address or a username: the API takes both in the field `email`. */
export async function signIn(name: string, password: string): Promise<void> {
  auth.signIn(await dataOf(publicApi.POST("/auth/login", { body: { email: name, password } })));
}
