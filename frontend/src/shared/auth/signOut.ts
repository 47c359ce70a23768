import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { leaveDevice } from "@/shared/push/device";
import { auth } from "./auth";

/** Ends this sign-in, at the server too. A page that needs a sign-in then leads to the first one, or to a new sign-in. */
export async function signOut(switching = false): Promise<void> {
  await leaveDevice();
  await dataOf(mainApi.POST("/auth/logout"));
  auth.signOut(switching);
}
