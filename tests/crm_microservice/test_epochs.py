"""After a restore the main API gives ids out again. What they meant before does not show through in the read model."""

import itertools
from datetime import datetime, timezone
from typing import Any

import pytest

from crm_microservice.facilitators.read_model import fold
from crm_microservice.facilitators.session_facts import fold_sessions
from crm_microservice.notifications.drafts import draft_of
from crm_microservice.notifications.store import StoredNotification
from tests.crm_microservice.service import Crm, booking, facilitator

RECEIVED = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
RESTORED = 1_795_000_000  # an epoch is the time of a restore


def stored(*messages: dict[str, Any]) -> list[StoredNotification]:
    found = []
    for sequence, data in enumerate(messages, start=1):
        draft = draft_of(f"evt-{sequence}", data)
        found.append(
            StoredNotification(
                sequence, f"evt-{sequence}", draft.shape, RECEIVED, draft.facilitator_id, draft.booking_id, None, data
            )
        )
    return found


def sent(name: str, version: int, action: str, epoch: int | None, **changes: Any) -> dict[str, Any]:
    stated = {} if epoch is None else {"epoch": epoch}
    state = "cancelled" if action == "cancelled" else "booked"
    user = {"id": 1, "name": name, "email": f"{name.lower()}@example.com"}
    at = f"2026-11-2{version}T10:00:00+00:00"
    data = {"version": version, "user": user, "action": action, "occurred_at": at}
    return booking(7, **data, additional_data={"state": state, "places": 1, **stated}, **changes)


OLD = [sent("Asha", 1, "created", None), sent("Asha", 2, "cancelled", 1), sent("Asha", 3, "reactivated", 1)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_bobs_new_booking_does_not_stand_under_ashas_name(order: tuple[int, ...]) -> None:
    messages = [*OLD, sent("Bob", 1, "created", RESTORED)]
    row = fold({}, stored(*(messages[position] for position in order)))[7]
    assert (row["user_name"], row["epoch"], row["version"], row["status"]) == ("Bob", RESTORED, 1, "booked")
    assert row["booked_at"] == datetime(2026, 11, 21, 10, tzinfo=timezone.utc)
    assert row["cancelled_at"] is None


@pytest.mark.parametrize("epoch", [None, 0, -1, True, "2", 1.5, 10**30])
def test_a_sender_that_knows_no_epochs_is_in_the_first(epoch: Any) -> None:
    data = sent("Asha", 1, "created", None)
    if epoch is not None:
        data["additional_data"]["epoch"] = epoch
    assert fold({}, stored(data))[7]["epoch"] == 1


def test_a_booking_that_the_main_api_does_not_have_is_removed_until_its_id_is_given_out_again() -> None:
    removal = {
        "notification_type": "booking_removed",
        "user_id": 101,
        "message": "Booking 7 is not the main API's any more",
        "additional_data": {"booking_id": 7, "epoch": RESTORED},
    }
    assert fold({}, stored(*OLD, removal)) == {}
    assert fold({}, stored(*OLD, removal, sent("Bob", 1, "created", RESTORED)))[7]["user_name"] == "Bob"
    earlier = removal | {"additional_data": {"booking_id": 7, "epoch": 1}}
    assert fold({}, stored(sent("Bob", 1, "created", RESTORED), earlier))[7]["user_name"] == "Bob"


def test_a_session_of_an_earlier_epoch_is_forgotten() -> None:
    def of_session(title: str, epoch: int, at: str) -> dict[str, Any]:
        session = {"id": 5, "title": title, "start_time": "2027-01-01T10:00:00Z"}
        return booking(7, session=session, occurred_at=at, additional_data={"session_epoch": epoch})

    later = of_session("Before the restore", 1, "2026-11-24T10:00:00Z")
    now = of_session("After the restore", RESTORED, "2026-11-23T10:00:00Z")
    for messages in ([later, now], [now, later]):
        assert fold_sessions(stored(*messages))[5]["title"] == "After the restore"


def test_priyas_list_and_figures_follow_a_removal(crm: Crm) -> None:
    priya = facilitator(8_801)
    data = [sent("Asha", 1, "created", 1) | {"booking_id": number, "facilitator_id": 8_801} for number in (881, 882)]
    crm.store(*data)
    removal = {"booking_id": 881, "epoch": 1}
    crm.store(
        {"notification_type": "booking_removed", "user_id": 8_801, "message": "Removed", "additional_data": removal}
    )
    listed = crm.get("/api/facilitator/8801/bookings", priya).json()
    assert ([one["booking_id"] for one in listed["bookings"]], listed["pagination"]["total"]) == ([882], 1)
    summary = crm.get("/api/reconciliation/facilitators?after=8800").json()["facilitators"][0]
    assert (summary["facilitator_id"], summary["bookings"]) == (8_801, 1)


def test_what_is_sent_again_is_no_news(crm: Crm) -> None:
    again: dict[str, Any] = sent("Asha", 1, "created", 1) | {"booking_id": 883, "facilitator_id": 8_802}
    again["additional_data"] |= {"resync": True, "booked_at": "2026-01-02T03:04:05Z"}
    crm.store(again)
    assert crm.get("/api/facilitator/8802/unread", facilitator(8_802)).json()["unread"] == 0
    (shown,) = crm.get("/api/facilitator/8802/bookings", facilitator(8_802)).json()["bookings"]
    assert datetime.fromisoformat(shown["booked_at"]) == datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
