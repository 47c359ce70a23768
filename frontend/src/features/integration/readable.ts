/** "crm_registrations" as "CRM registrations", "web_push" as "Web push". */
export function readableChannel(channel: string): string {
  return capital(channel.replaceAll("_", " ").replace(/\b(crm|sms)\b/g, (name) => name.toUpperCase()));
}

/** "booking_created" as "Booking created". */
export function readableKind(kind: string): string {
  return capital(kind.replaceAll("_", " "));
}

/** "booking:12" as "booking 12". */
export function readableSubject(subject: string): string {
  return subject.replace(":", " ");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
