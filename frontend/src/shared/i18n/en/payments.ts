import type { Dictionary } from "@/shared/i18n/messages";

/** What guests read about paying. */
export const payments = {
  "price.lineOfSeveral": "{what} · {count} × {price}",
  "price.tax": "including {rate} tax",
  "price.total": "Total",
  "price.now": "You pay now",
  "price.later": "You pay {name} directly",
  "terms.title": "If you cancel",
  "terms.until": "Until {when}: {percent} back",
  "terms.untilAll": "Until {when}: everything back",
  "terms.after": "After that: nothing back",
  "terms.never": "This price can't be refunded when you cancel.",
  "terms.facilitator": "If {name} cancels the session, you get everything back.",

  "pay.title": "Pay for your booking",
  "pay.held": "Your place is held for {time}.",
  "pay.now": "Pay {amount} now",
  "pay.again": "Try again: pay {amount}",
  "pay.opening": "Opening the payment page…",
  "pay.waiting.title": "Checking your payment",
  "pay.waiting.text": "This usually takes a few seconds. You can leave this page; we'll tell you.",
  "pay.cancelled": "You haven't paid yet. Your place is still held.",
  "pay.declined":
    "The payment didn't go through, and you haven't been charged. Try again or use another card.",
  "pay.bank.title": "Waiting for your bank",
  "pay.bank.text":
    "Some banks take a few days. Your place stays held, and we'll tell you as soon as it's paid.",
  "pay.paid.title": "Paid. You're booked.",
  "pay.over.title": "The time to pay is over",
  "pay.over.text":
    "Your place is free for others again, and you haven't been charged. Book again while places are left.",
  "pay.over.again": "Back to the event",
  "pay.late.title": "Your payment came too late",
  "pay.late.text":
    "Your place was gone by then, so you get everything back: {amount}. It takes your bank up to ten days.",
  "pay.late.done": "Your place was gone by then, so you got everything back: {amount}.",
  "pay.nothing": "There is nothing to pay for this booking.",
  "pay.toBooking": "See your booking",
  "pay.problem.provider_unavailable":
    "We can't reach the payment service right now. Your place is still held; try again in a moment.",
  "provider.stripe": "Stripe",
  "provider.razorpay": "Razorpay",
  "provider.demo": "our test bank",

  "money.title": "Payment",
  "money.heldUntil": "Held until {time}",
  "money.payNow": "Pay now",
  "money.paid": "Paid {amount}",
  "money.paidHow": "Paid {amount} with {provider}",
  "money.paidDoor": "Paid {amount} to {name}",
  "money.rest": "{amount} to pay {name} directly",
  "money.due": "{amount} to pay",
  "money.dueDoor": "{amount} · You pay {name} directly",
  "money.pending": "Waiting for your bank: {amount}",
  "money.refunded": "Refunded {amount}",
  "money.refunding": "Refund of {amount} on its way",
  "money.refundFailed": "The refund of {amount} failed. We're looking into it.",
  "money.receipt": "Receipt {number}",
  "money.receiptFailed": "We couldn't load the receipt. Please try again.",

  "cancel.refund": "You get {amount} back.",
  "cancel.nothing": "You get nothing back.",
  "cancel.confirmRefund": "Cancel and refund {amount}",
  "cancel.confirmNothing": "Cancel without a refund",
} as const satisfies Dictionary;
