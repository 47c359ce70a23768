import type { Order } from "@/features/payments";

const AT_THE_DOOR = "door";

/** What goes back when the facilitator cancels, which is everything: online by itself, the rest from hand to hand. */
export function moneyToGiveBack({ payments }: Pick<Order, "payments">): {
  online: number;
  atTheDoor: number;
} {
  const sum = (atTheDoor: boolean) =>
    payments
      .filter(({ provider }) => (provider === AT_THE_DOOR) === atTheDoor)
      .reduce((cents, payment) => cents + payment.refundable_cents, 0);
  return { online: sum(false), atTheDoor: sum(true) };
}
