import type { ListedEvent } from "@/shared/api/types";
import { Cover } from "@/shared/ui/Cover";
import { Picture } from "@/shared/ui/Picture";
import { coverSubject } from "./eventTimes";

type EventPictureProps = {
  event: Pick<ListedEvent, "pictures" | "cover" | "kind" | "start_time" | "time_zone" | "created_at">;
  sizes: string;
  /** On the first screen. */
  eager?: boolean;
};

/** The first picture of an event, else its drawn cover. */
export function EventPicture({ event, sizes, eager = false }: EventPictureProps) {
  const [first] = event.pictures;
  return first ? (
    <Picture picture={first} sizes={sizes} eager={eager} />
  ) : (
    <Cover {...coverSubject(event)} lazy={!eager} />
  );
}
