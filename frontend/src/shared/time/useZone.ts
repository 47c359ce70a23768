import { useAuth } from "@/shared/auth/auth";
import { browserZone, isZone } from "./format";

/** The zone a reader's times are shown in: the one in their profile, else the device's. */
export function useZone(): string {
  const { user } = useAuth();
  return user?.time_zone && isZone(user.time_zone) ? user.time_zone : browserZone();
}
