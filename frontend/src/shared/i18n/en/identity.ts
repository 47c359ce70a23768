/** Confirming who one is, changing the e-mail address, and having the account deleted. */
export const identity = {
  "confirm.title": "Confirm it's you",
  "confirm.text": "Enter your password before you go on. It's good for ten minutes.",
  "confirm.wrong": "Wrong password.",
  "confirm.submit": "Confirm",
  "confirm.code.sending": "We're mailing you a code …",
  "confirm.code.sent":
    "We've mailed a code to {email}. Enter it here before you go on. It's good for ten minutes.",
  "confirm.code": "Code",
  "confirm.code.incomplete": "Enter the six digits of the code.",
  "confirm.code.again": "Send another code",
  "confirm.code.wait": "No mail? Look in your spam folder. In a minute you can ask for another code.",
  "confirm.back": "Back",
  "email.change": "Change address",
  "email.title": "Change your e-mail address",
  "email.text": "You sign in with this address, and our messages go there.",
  "email.new": "New e-mail address",
  "email.same": "That's your address already.",
  "email.send": "Send code",
  "email.sent":
    "We've sent a code to {email}. Enter it here to change your address. Other devices will be signed out, and your calendar link stops working.",
  "email.wait": "No mail? Check the address and your spam folder. The code works for half an hour.",
  "email.other": "Use another address",
  "email.save": "Change address",
  "email.done":
    "Your e-mail address is now {email}. Other devices were signed out and your calendar link is off.",
  "delete.heading": "Delete your account",
  "delete.text":
    "Ask {studio} to delete it. Your name, address and messages will be erased. Past bookings and payments stay, without your name.",
  "delete.ask": "Contact {studio}",
} as const;
