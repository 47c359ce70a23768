import { expect, test } from "vitest";
import { sentenceText } from "@/features/records/auditText";
import { bookingsFile } from "@/features/records/bookingsFile";
import type { AuditEntry, StudioBooking } from "@/features/records/recordQueries";
import { messages } from "@/shared/i18n/en/messages";
import { records } from "@/shared/i18n/en/records";
import { translator } from "@/shared/i18n/messages";

const t = translator<typeof records>(records, "en-GB");
const words = translator<typeof messages>(messages, "en-GB");
const YOGA = { title: "Morning Yoga", person: "Asha", person_id: 7, path: null };

const said = (entry: Partial<AuditEntry>) =>
  sentenceText(t, words, {
    id: 1,
    at: "2026-12-12T07:00:00Z",
    actor_id: 3,
    actor_name: "Priya",
    actor_role: "facilitator",
    actor_auth: "login",
    subject_type: "booking",
    subject_id: "12",
    subject: YOGA,
    action: "cancelled",
    to_state: null,
    reason: "",
    changes: {},
    erased: false,
    ...entry,
  });

test("an entry is a sentence of who did what to whom", () => {
  const asha = { actor_id: 7, actor_name: "Asha" };
  const system = { actor_id: null, actor_name: null, actor_role: "system" };
  expect(said({})).toBe("Priya cancelled Asha's booking of Morning Yoga");
  expect(said(asha)).toBe("Asha cancelled their booking of Morning Yoga");
  expect(said(system)).toBe("The system cancelled Asha's booking of Morning Yoga");
  expect(said({ ...asha, changes: { moved_to: 13 } })).toBe(
    "Asha moved their booking of Morning Yoga to another date",
  );
  expect(said({ ...system, action: "created" })).toBe(
    "Asha is booked for Morning Yoga: the payment has arrived",
  );
  expect(said({ subject_type: "channel", subject_id: "sms", subject: null, action: "channel_paused" })).toBe(
    "Priya paused messages: SMS",
  );
});

test("what a release does not know is still said", () => {
  expect(said({ subject_type: "moon_base", action: "was_built", subject: null })).toBe(
    "Priya: moon base, was built",
  );
});

test("the file of bookings says what is paid and what is open", async () => {
  const booking = {
    id: 12,
    user_name: "Asha",
    user_email: "asha@example.com",
    event_title: "Morning Yoga",
    session_time: "2026-12-12T07:00:00Z",
    session_time_zone: "Asia/Kolkata",
    facilitator_name: "Priya",
    status: "booked",
    places: 2,
    total_cents: 8000,
    amount_paid: 2000,
    refunded_cents: 0,
    open_cents: 6000,
    currency: "EUR",
    created_at: "2026-11-12T07:00:00Z",
  } as StudioBooking;
  const lines = (await bookingsFile(t, [booking]).text()).split("\r\n");
  expect(lines[0]).toContain('"Price","Paid","Refunded","Open","Currency"');
  expect(lines[1]).toContain('"2026-12-12 12:30"');
  expect(lines[1]).toContain('"80.00","20.00","0.00","60.00","EUR"');
});
