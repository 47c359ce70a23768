import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useAuth } from "@/shared/auth/auth";
import { type DeviceState, deviceState, turnOff, turnOn } from "@/shared/push/device";
import { deviceKeys } from "./deviceKeys";

/** Whether this device shows notifications, and a mutation that turns them on or off. */
export function useDevice() {
  const queryClient = useQueryClient();
  const { user } = useAuth();
  const userId = user?.id ?? 0;
  const queryKey = deviceKeys.of(userId);
  const state = useQuery({ queryKey, queryFn: () => deviceState(userId), staleTime: 0 });
  const change = useMutation({
    mutationFn: async (on: boolean): Promise<DeviceState> => {
      if (on) return turnOn(userId);
      await turnOff();
      return "off";
    },
    onSuccess: (next) => queryClient.setQueryData(queryKey, next),
    onError: () => queryClient.invalidateQueries({ queryKey }),
  });
  return { state: state.data, change };
}
