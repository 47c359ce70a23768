/** The reason of a booking's cancellation if its guest has moved it to another date. */
export const MOVED = "moved_to_another_date";
