import type { Booking } from "@/shared/api/types";
import { MOVED } from "@/shared/movedReason";

/** Whether the guest has moved the booking to another date; another booking stands instead of it. */
export const isMoved = ({ status, reason, cancelled_by }: Booking) =>
  status === "cancelled" && cancelled_by === "user" && reason === MOVED;
