"""Routes of notifications in the app, preferences, planned messages and team channels."""

from typing import Any

from flask import Response
from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, FACILITATOR, SIGNED_IN, access, caller
from main_app.bookings.schemas import BookingPath
from main_app.database import IdempotencyKey
from main_app.messages import operations, queries, session_messages
from main_app.messages.schemas import (
    Done,
    MarkRead,
    NewTeamChannel,
    NotificationList,
    NotificationSearch,
    PlanList,
    Preferences,
    PreferencesChange,
    PreviewLanguage,
    SessionMessageList,
    SessionMessagePreview,
    SessionMessageSent,
    SessionMessageText,
    SessionPath,
    SessionPlanList,
    TeamChannelChange,
    TeamChannelList,
    TeamChannelPath,
    TeamChannelResponse,
    Unread,
)
from service_kit.fields import Paged
from service_kit.idempotency import BodyAndStatus, idempotent_response
from service_kit.rate_limits import limit_per_account

limited = limit_per_account("60 per minute", "notifications")
notifications = APIBlueprint("notifications", __name__, abp_tags=[Tag(name="Notifications")])


@notifications.get("/notifications", responses={200: NotificationList})
@access(*SIGNED_IN)
def list_notifications(query: NotificationSearch) -> dict[str, Any]:
    """Your notifications in the app, newest first."""
    return queries.find_notifications(caller().id, query)


@notifications.post("/notifications/read", responses={200: Unread})
@access(*SIGNED_IN)
@limit_per_account("240 per minute", "reading notifications")
def mark_read(body: MarkRead) -> dict[str, Any]:
    """Mark some notifications as read, or all of them."""
    return {"unread": operations.mark_read(caller().id, body)}


@notifications.get("/notifications/preferences", responses={200: Preferences})
@access(*SIGNED_IN)
def show_preferences() -> dict[str, Any]:
    """Your preferences: kinds of messages, channels and quiet hours."""
    return queries.preferences_of(caller().id)


@notifications.put("/notifications/preferences", responses={200: Preferences})
@access(*SIGNED_IN)
@limited
def change_preferences(body: PreferencesChange) -> dict[str, Any]:
    """Change the preferences that the body contains."""
    operations.change_preferences(caller().id, body)
    return queries.preferences_of(caller().id)


@notifications.get("/bookings/<int:booking_id>/messages", responses={200: PlanList})
@access(*SIGNED_IN)
def plan_of_booking(path: BookingPath) -> dict[str, Any]:
    """The messages about a booking: for its guest, its facilitator and an admin."""
    return {"messages": queries.plan_of_booking(caller(), path.booking_id)}


@notifications.get("/sessions/<int:session_id>/messages", responses={200: SessionPlanList})
@access(FACILITATOR, ADMIN)
def plan_of_session(path: SessionPath, query: Paged) -> dict[str, Any]:
    """The messages to all guests of a session: for its facilitator and an admin."""
    return queries.plan_of_session(caller(), path.session_id, query)


@notifications.post("/sessions/<int:session_id>/guest-messages/preview", responses={200: SessionMessagePreview})
@access(FACILITATOR, ADMIN)
@limited
def preview_message(path: SessionPath, query: PreviewLanguage, body: SessionMessageText) -> dict[str, Any]:
    """What the guests of a session would get, and how many they are. Sends nothing."""
    return session_messages.preview_message(caller(), path.session_id, body, query.language)


@notifications.post("/sessions/<int:session_id>/guest-messages", responses={201: SessionMessageSent})
@access(FACILITATOR, ADMIN)
@limited
def send_message(path: SessionPath, body: SessionMessageText) -> Response:
    """Write to everybody who is booked: for the session's facilitator. Accepts an `Idempotency-Key` header."""
    return idempotent_response(IdempotencyKey, caller().key, lambda: _sent(path.session_id, body))


@notifications.get("/sessions/<int:session_id>/guest-messages", responses={200: SessionMessageList})
@access(FACILITATOR, ADMIN)
def list_messages(path: SessionPath, query: Paged) -> dict[str, Any]:
    """What was written to the guests of a session, newest first."""
    return session_messages.messages_of_session(caller(), path.session_id, query)


def _sent(session_id: int, body: SessionMessageText) -> BodyAndStatus:
    message = session_messages.send_message(caller(), session_id, body)
    return SessionMessageSent.model_validate({"message": session_messages.message_json(message)}).model_dump_json(), 201


@notifications.get("/team-channels", responses={200: TeamChannelList})
@access(FACILITATOR)
def list_team_channels() -> dict[str, Any]:
    """Where your team reads of new and cancelled bookings."""
    return {"team_channels": operations.team_channels_of(caller().id)}


@notifications.post("/team-channels", responses={201: TeamChannelResponse})
@access(FACILITATOR)
@limited
def add_team_channel(body: NewTeamChannel) -> tuple[dict[str, Any], int]:
    """Add a channel of Slack, Discord or WhatsApp."""
    return {"team_channel": operations.add_team_channel(caller().id, body)}, 201


@notifications.patch("/team-channels/<int:channel_id>", responses={200: TeamChannelResponse})
@access(FACILITATOR)
@limited
def change_team_channel(path: TeamChannelPath, body: TeamChannelChange) -> dict[str, Any]:
    """Change a channel, or turn it off or on."""
    return {"team_channel": operations.change_team_channel(caller().id, path.channel_id, body)}


@notifications.delete("/team-channels/<int:channel_id>", responses={200: Done})
@access(FACILITATOR)
@limited
def remove_team_channel(path: TeamChannelPath) -> dict[str, Any]:
    """Remove a channel."""
    operations.remove_team_channel(caller().id, path.channel_id)
    return {"message": "Channel removed."}


@notifications.post("/team-channels/<int:channel_id>/test", responses={202: Done})
@access(FACILITATOR)
@limited
def test_team_channel(path: TeamChannelPath) -> tuple[dict[str, Any], int]:
    """Send an example to a channel."""
    operations.test_team_channel(caller().id, path.channel_id)
    return {"message": "An example is on its way."}, 202
