import { expect, test } from "vitest";
import { moneyToGiveBack } from "@/features/facilitator/giveBack";
import { rosterFile } from "@/features/facilitator/rosterFile";
import { safeCell } from "@/shared/csv";
import { MORNING } from "./people";

const paid = (provider: string, refundable_cents: number) => ({
  id: 1,
  provider,
  method: null,
  state: "captured",
  amount_cents: 5000,
  currency: "EUR",
  captured_at: null,
  refundable_cents,
});

test("a facilitator who cancels gives back by hand what was paid at the door, and only that", () => {
  const payments = [paid("stripe", 3000), paid("door", 2000), paid("door", 0)];
  expect(moneyToGiveBack({ payments })).toEqual({ online: 3000, atTheDoor: 2000 });
});

test.each([
  ["=1+1", "'=1+1"],
  ["Anna; =1", "Anna; '=1"],
  ["\u200b@SUM(1)", "\u200b'@SUM(1)"],
  ["Anna\t+1", "Anna\t'+1"],
  ["Anna-Maria; 3 + 4", "Anna-Maria; 3 + 4"],
])("the cell %j is no formula", (written, exported) => {
  expect(safeCell(written)).toBe(exported);
});

test("the file of a session has its guests with local times and no numbers of ours", async () => {
  const session = { ...MORNING, session_id: 7, booked: 1, cancelled: 0, occupancy: 0.1 };
  const guest = {
    booking_id: 981,
    user_id: 982,
    user_name: "Asha",
    user_email: "asha@example.com",
    places: 2,
    status: "booked",
    total_cents: 4000,
    amount_paid: 2050,
    currency: "EUR",
    payment_method: "cash",
    booked_at: "2026-12-12T01:30:00+00:00",
    note: 'Says "hello"',
  };
  const file = rosterFile(session, [guest] as never, new Map([[981, "+351912345678"]]));
  const lines = (await file.text()).split("\r\n");
  expect(lines[0]).toContain('"Guest","Places","E-mail","Phone"');
  expect(lines[1]).toBe(
    '"Asha","2","asha@example.com","\'+351912345678","Booked","40.00","20.50","cash","EUR","2026-12-12 07:00","Says ""hello"""',
  );
});
