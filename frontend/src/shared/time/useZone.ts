import { browserZone } from "./format";

/** The reader's zone: the browser's. The zone in a profile is for messages, which may be read anywhere. */
export function useZone(): string {
  return browserZone();
}
