"""What outside systems and admins see of sent and pending notifications, and the health of their channels."""

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from main_app.auth.models import Role
from main_app.database import db
from main_app.messages.models import PlannedMessage
from main_app.outbox.models import ChannelState, OutboxMessage
from main_app.outside_api.operations import confirm_booking, notification_status
from main_app.outside_api.schemas import OutsideBooking
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.builders import make_person
from tests.main_app.outside_system import API, System
from tests.test_notification_system import coming_booking

pytestmark = pytest.mark.usefixtures("mail_and_sms_are_set_up")


def test_a_key_sees_only_its_own_notifications(system: System, stranger: System) -> None:
    (mine, *_) = system.accepted("/booking-confirmed", coming_booking())
    assert stranger.get(f"/notifications/{mine}/status").status_code == 404
    assert stranger.post(f"/notifications/{mine}/retry").status_code == 404
    assert stranger.get("/notifications/pending").get_json()["notifications"] == []
    assert stranger.get("/notifications/pending").get_json()["total"] == 0


def test_an_admin_sees_all_notifications_and_no_key_sees_the_admins(system: System) -> None:
    noor = make_person("Noor", Role.ADMIN)
    (of_a_key, *_) = system.accepted("/booking-confirmed", coming_booking())
    assert notification_status(noor, of_a_key)["status"] == "queued"
    noors = confirm_booking(noor, OutsideBooking.model_validate(coming_booking()))
    keys = db.session.scalars(select(PlannedMessage.api_key_id).where(PlannedMessage.public_id.in_(noors)))
    assert set(keys) == {None}


def test_pending_ones_come_in_the_order_of_their_time(system: System) -> None:
    system.accepted("/appointment-reminders/schedule", {**coming_booking(), "hours_before": 1})
    system.accepted("/booking-confirmed", coming_booking())
    everything = system.get("/notifications/pending?limit=50&offset=0").get_json()
    times = [one["scheduled_for"] for one in everything["notifications"]]
    assert times == sorted(times)
    assert everything["total"] == len(times) >= 4
    second = system.get("/notifications/pending?limit=1&offset=1").get_json()
    assert second["notifications"] == everything["notifications"][1:2]
    assert (second["limit"], second["offset"], second["total"]) == (1, 1, everything["total"])


def test_pending_ones_are_counted_up_to_a_limit(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("main_app.outside_api.operations.MAX_COUNTED", 3)
    system.accepted("/appointment-reminders/schedule", {**coming_booking(), "hours_before": 1})
    system.accepted("/booking-confirmed", coming_booking())
    pending = system.get("/notifications/pending?limit=50&offset=0").get_json()
    assert len(pending["notifications"]) > 3
    assert pending["total"] == 3


def test_a_failed_notification_can_be_sent_again_and_only_that(system: System) -> None:
    (mail, *others) = system.accepted("/booking-confirmed", coming_booking())
    for one in (mail, *others):
        assert system.post(f"/notifications/{one}/retry").status_code == 409
    with write_transaction() as db_session:
        event_id = db_session.scalar(select(PlannedMessage.event_id).where(PlannedMessage.public_id == mail))
        failed = update(OutboxMessage).where(OutboxMessage.event_id == event_id)
        db_session.execute(
            failed.values(status="dead", finished_at=clock.now(), attempts=4, last_error="550 no asha@example.com")
        )
    (status,) = system.statuses([mail])
    assert (status["status"], status["attempts"], status["error"]) == ("failed", 4, "550 no a***@example.com")
    assert system.post(f"/notifications/{mail}/retry").status_code == 202
    assert system.statuses([mail])[0]["status"] == "queued"


def test_a_notification_that_was_sent_is_no_longer_pending_and_has_its_time(system: System) -> None:
    (mail, *_) = system.accepted("/booking-confirmed", coming_booking())
    before = system.get("/notifications/pending").get_json()["total"]
    assert system.statuses([mail])[0]["sent_at"] is None
    with write_transaction() as db_session:
        event_id = db_session.scalar(select(PlannedMessage.event_id).where(PlannedMessage.public_id == mail))
        delivered = update(OutboxMessage).where(OutboxMessage.event_id == event_id)
        # It failed before it was sent.
        db_session.execute(delivered.values(status="delivered", finished_at=clock.now(), last_error="451 later"))
    (status,) = system.statuses([mail])
    assert (status["status"], status["error"]) == ("sent", None)
    assert status["sent_at"] is not None
    assert system.get("/notifications/pending").get_json()["total"] == before - 1


def test_a_notification_whose_message_was_removed_after_its_time_stays_sent(system: System) -> None:
    (mail, *_) = system.accepted("/booking-confirmed", coming_booking())
    with write_transaction() as db_session:
        event_id = db_session.scalar(select(PlannedMessage.event_id).where(PlannedMessage.public_id == mail))
        db_session.execute(delete(OutboxMessage).where(OutboxMessage.event_id == event_id))
    (status,) = system.statuses([mail])
    assert (status["status"], status["error"]) == ("sent", None)
    assert status["sent_at"] == status["scheduled_for"]


def test_health_tells_anyone_whether_messages_go_out(client: FlaskClient) -> None:
    response = client.get(f"{API}/health")
    assert response.status_code == 200
    assert response.get_json()["status"] == "healthy"


@pytest.mark.parametrize(
    ("channel", "destination", "state", "status"),
    [
        ("email", "", "paused", "degraded"),
        ("sms", "", "failing", "degraded"),
        ("email", "", "ok", "healthy"),
        ("crm", "", "paused", "healthy"),  # not for customers
        ("email", "asha@example.com", "failing", "healthy"),  # one destination
    ],
)
def test_health_is_that_of_the_channels_for_customers(
    client: FlaskClient, channel: str, destination: str, state: str, status: str
) -> None:
    with write_transaction() as db_session:
        db_session.execute(delete(ChannelState))
        db_session.add(ChannelState(channel=channel, destination=destination, status=state, since=clock.now()))
    response = client.get(f"{API}/health").get_json()
    with write_transaction() as db_session:
        db_session.execute(delete(ChannelState))
    shown = [{"channel": channel, "status": state}] if channel != "crm" and not destination else []
    assert (response["status"], response["channels"]) == (status, shown)


def test_an_unknown_notification_is_not_found(system: System) -> None:
    for unknown in ("ntf_" + uuid.uuid4().hex, "1", "x" * 64):
        assert system.get(f"/notifications/{unknown}/status").status_code == 404
