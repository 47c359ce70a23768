"""Every route of both services, and what each caller gets there.

Alice has the booking, the facilitator (Priya) the event; the service token acts for Priya where it may act at all.
<parameters> and {names} stand for what scene.py set up. `ready` names what must be made first; what is
"new" is made for each caller, because the first who may use it uses it up.
"""

# ruff: noqa: E501 - a row of the table is a line.

import re
from dataclasses import dataclass
from typing import Any

from tests.security.bad_requests import booking, session
from tests.support.approvals import registration, repair
from tests.support.people import PASSWORD
from tests.test_notification_system import DOCUMENTED, wizard_event

MAIN, CRM = "main", "crm"
CALLERS = ("nobody", "alice", "bob", "facilitator", "other_facilitator", "admin", "service")
API_KEY = "api_key"  # an API key with every scope; it has its own column, because nearly all routes refuse it


@dataclass(frozen=True)
class Route:
    service: str
    method: str
    rule: str
    responses: tuple[int, ...]  # a status for each of CALLERS
    body: Any = None
    ready: str = ""
    key: int | None = None  # what an API key gets; by default the same as nobody if all callers get the same, else 401

    def __str__(self) -> str:
        return f"{self.service} {self.method} {self.rule}"

    @property
    def path(self) -> str:
        """As an OpenAPI document writes it."""
        return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", self.rule)

    @property
    def by_caller(self) -> dict[str, int]:
        same = len(set(self.responses)) == 1
        key = self.key if self.key is not None else self.responses[0] if same else 401
        return {**dict(zip(CALLERS, self.responses, strict=True)), API_KEY: key}


def everyone(status: int) -> tuple[int, ...]:
    return (status,) * len(CALLERS)


# In the order of CALLERS.
SIGNED_IN = (401, 200, 200, 200, 200, 200, 401)
SIGNED_IN_NEW = (401, 201, 201, 201, 201, 201, 401)
GUEST = (401, 200, 404, 404, 404, 404, 401)
NOTIFIERS = (401, 403, 403, 403, 403, 202, 401)
EVENT_MANAGERS = (401, 403, 403, 200, 403, 200, 200)
EVENT_MANAGERS_NEW = (401, 403, 403, 201, 403, 201, 201)
ADMINS = (401, 403, 403, 403, 403, 200, 401)
MESSAGE_TO_GUESTS = {"subject": "For Saturday", "text": "Please bring a blanket."}
SERVICES = (401, 403, 403, 403, 403, 403, 200)
READERS = (401, 403, 403, 200, 200, 403, 200)
ADMINS_AND_SERVICES = (401, 403, 403, 403, 403, 200, 200)
THIS_FACILITATORS_NEW = (401, 403, 403, 201, 403, 403, 201)
THIS_FACILITATOR = (401, 403, 403, 200, 403, 403, 200)

GUEST_PAYS = (401, 409, 404, 404, 404, 404, 401)  # the booking is free
MANAGER_IS_PAID = (401, 403, 403, 409, 404, 409, 401)
UNCONFIRMED = (401, 403, 403, 403, 403, 403, 401)  # nobody has confirmed their password
OWN_STATEMENT = (401, 403, 403, 200, 200, 200, 401)
FACILITATORS_AND_ADMINS = (401, 403, 403, 200, 200, 200, 401)
FACILITATORS = (401, 403, 403, 200, 200, 403, 401)
FACILITATORS_NEW = (401, 403, 403, 201, 201, 403, 401)
OWN_TEMPLATE = (401, 403, 403, 200, 404, 200, 401)
OWN_TEAM_CHANNEL = (401, 403, 403, 200, 404, 403, 401)

TEAM_CHANNEL = {"kind": "slack", "label": "Studio", "address": "https://hooks.slack.com/services/T0/B0/of-the-tests"}
NEW_EVENT = {"title": "Evening Sit", "time_zone": "UTC", "sessions": [session()]}
NEW_PERSON = {"name": "Clara", "email": "{new_email}", "password": PASSWORD}
ALICE = {"email": "{alice_email}", "password": PASSWORD}
PRIYA = {"email": "{facilitator_email}", "password": PASSWORD}
SAME_PASSWORD = {"current_password": PASSWORD, "new_password": PASSWORD}
PUSH_SUBSCRIPTION = {
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/one",
    "keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 22},
}
REASON = {"reason": "for a test"}
NOTIFICATION_API = "/api/v1/booking-notifications"
API_KEYS = "/api/admin/api-keys"
INTEGRATION = "/api/crm/integration"
DEMO_BANK_API = "/demo-bank/api"
OF_FACILITATOR = "/api/facilitator/<facilitator_id>"

ROUTES = [
    Route(MAIN, "GET", "/health", everyone(200)),
    Route(MAIN, "GET", "/ready", everyone(200)),
    Route(MAIN, "GET", "/metrics", everyone(200)),
    Route(MAIN, "GET", "/ui-config", everyone(200)),
    Route(MAIN, "GET", "/live/seats", everyone(200)),
    Route(MAIN, "GET", "/openapi.json", everyone(200)),
    Route(MAIN, "GET", "/docs", everyone(200)),
    Route(MAIN, "GET", "/docs/start.js", everyone(200)),
    Route(MAIN, "GET", "/docs/files/<path:name>", everyone(404)),
    Route(MAIN, "POST", "/auth/register", everyone(201), NEW_PERSON, "new_email"),
    Route(MAIN, "POST", "/auth/login", everyone(200), ALICE),
    Route(MAIN, "POST", "/auth/refresh", everyone(401)),  # the refresh token alone decides, and nobody here sends one
    Route(MAIN, "POST", "/auth/logout", SIGNED_IN, ready="login"),
    Route(MAIN, "POST", "/auth/logout-everywhere", SIGNED_IN, ready="login"),
    Route(MAIN, "POST", "/auth/password", SIGNED_IN, SAME_PASSWORD, "login"),
    Route(MAIN, "POST", "/auth/confirm", (401, 204, 204, 204, 204, 204, 401), {"password": PASSWORD}, "login"),
    Route(MAIN, "POST", "/auth/confirm/code", (401, 409, 409, 409, 409, 409, 401)),  # everybody here has a password
    Route(MAIN, "POST", "/auth/forgotten-password", everyone(202), {"email": "{new_email}"}, "new_email"),
    Route(MAIN, "POST", "/auth/reset-password", everyone(410), {"token": "unknown", "password": PASSWORD}),  # the token alone decides
    Route(MAIN, "POST", "/auth/verify-email", everyone(410), {"token": "unknown"}),
    Route(MAIN, "POST", "/auth/verify-email/resend", (401, 202, 202, 202, 202, 202, 401)),
    Route(MAIN, "POST", "/auth/email/code", UNCONFIRMED, {"email": "{new_email}"}, "new_email"),
    Route(MAIN, "POST", "/auth/email/confirm", (401, 410, 410, 410, 410, 410, 401), {"code": "123456"}),  # nobody here asked for a code
    Route(MAIN, "POST", "/auth/phone/code", (401, 409, 409, 409, 409, 409, 401)),  # nobody here has a number
    Route(MAIN, "POST", "/auth/phone/confirm", (401, 410, 410, 410, 410, 410, 401), {"code": "123456"}),
    Route(MAIN, "POST", "/auth/invitation", everyone(410), {"token": "unknown", "password": PASSWORD}),  # the token alone decides
    Route(MAIN, "POST", "/auth/google", everyone(409), {}, key=401),  # it is not set up here
    Route(MAIN, "GET", "/auth/google/callback", everyone(303)),  # the cookie alone decides, and nobody here has one
    Route(MAIN, "DELETE", "/auth/google", SIGNED_IN),
    Route(MAIN, "POST", "/auth/first-admin", everyone(410), NEW_PERSON | {"token": "unknown"}, "new_email"),
    Route(MAIN, "GET", "/api/admin/people", ADMINS),
    Route(MAIN, "POST", "/api/admin/people", UNCONFIRMED, {"name": "Clara", "email": "clara@example.com", "roles": []}),
    Route(MAIN, "POST", "/api/admin/people/<int:user_id>/invite", (401, 403, 403, 403, 403, 409, 401)),
    Route(MAIN, "PUT", "/api/admin/people/<int:user_id>/roles", UNCONFIRMED, {"roles": []}),
    Route(MAIN, "POST", "/api/admin/people/<int:user_id>/switch-off", UNCONFIRMED),
    Route(MAIN, "POST", "/api/admin/people/<int:user_id>/switch-on", UNCONFIRMED),
    Route(MAIN, "POST", "/api/admin/people/<int:user_id>/erase", UNCONFIRMED),
    Route(MAIN, "GET", "/api/admin/first-start", ADMINS),
    Route(MAIN, "GET", "/api/admin/journal", ADMINS),
    Route(MAIN, "GET", "/api/admin/journal/actions", ADMINS),
    Route(MAIN, "GET", "/api/admin/bookings", ADMINS),
    Route(MAIN, "GET", "/studio", everyone(200)),
    Route(MAIN, "PATCH", "/studio", ADMINS, {"address": "12 Lotus Lane"}),
    Route(MAIN, "GET", API_KEYS, ADMINS),
    Route(MAIN, "POST", API_KEYS, (401, 403, 403, 403, 403, 201, 401), {"name": "Desk", "scopes": ["notifications:read"]}),
    Route(MAIN, "POST", API_KEYS + "/<int:key_id>/revoke", ADMINS, ready="another key"),
    Route(MAIN, "POST", NOTIFICATION_API + "/booking-confirmed", NOTIFIERS, DOCUMENTED, key=202),
    Route(MAIN, "POST", NOTIFICATION_API + "/payment-confirmed", NOTIFIERS, DOCUMENTED, key=202),
    Route(MAIN, "POST", NOTIFICATION_API + "/booking-cancelled", NOTIFIERS, DOCUMENTED, key=202),
    Route(MAIN, "POST", NOTIFICATION_API + "/request-approved", NOTIFIERS, DOCUMENTED, key=202),
    Route(MAIN, "POST", NOTIFICATION_API + "/request-declined", NOTIFIERS, DOCUMENTED, key=202),
    Route(MAIN, "POST", NOTIFICATION_API + "/waitlist-place", NOTIFIERS, DOCUMENTED, key=202),
    Route(MAIN, "POST", NOTIFICATION_API + "/appointment-reminders/schedule", NOTIFIERS, DOCUMENTED, key=202),
    Route(MAIN, "POST", NOTIFICATION_API + "/webhooks/booking-wizard", NOTIFIERS, wizard_event(), key=202),
    Route(MAIN, "GET", NOTIFICATION_API + "/notifications/pending", ADMINS, key=200),
    Route(MAIN, "GET", NOTIFICATION_API + "/notifications/<notification_id>/status", (401, 403, 403, 403, 403, 404, 401), key=404),
    Route(MAIN, "POST", NOTIFICATION_API + "/notifications/<notification_id>/retry", (401, 403, 403, 403, 403, 404, 401), key=404),
    Route(MAIN, "GET", NOTIFICATION_API + "/health", everyone(200)),
    Route(MAIN, "POST", "/auth/sign-ins/open", SERVICES, {"sign_in_ids": []}),
    Route(MAIN, "GET", "/auth/profile", SIGNED_IN, ready="login"),
    Route(MAIN, "PATCH", "/auth/profile", SIGNED_IN, {"time_zone": "UTC"}),
    Route(MAIN, "GET", "/events", everyone(200), key=401),
    Route(MAIN, "POST", "/events", (401, 403, 403, 201, 201, 201, 201), NEW_EVENT),
    Route(MAIN, "GET", "/events/<int:event_id>", everyone(200), key=401),
    Route(MAIN, "GET", "/events/<int:event_id>/cover.png", everyone(200)),
    Route(MAIN, "GET", "/covers/<event_kind>/<seed>.svg", everyone(200)),
    Route(MAIN, "GET", "/events/price-ranges", everyone(200)),
    Route(MAIN, "GET", "/events/<int:event_id>/preview.jpg", everyone(200)),
    Route(MAIN, "GET", "/facilitators/<int:facilitator_id>", everyone(200)),
    Route(MAIN, "GET", "/robots.txt", everyone(200)),
    Route(MAIN, "GET", "/sitemap.xml", everyone(200)),
    Route(MAIN, "POST", "/events/description-preview", (401, 403, 403, 200, 200, 200, 200), {"description": "**Bold**"}),
    Route(MAIN, "PUT", "/events/<int:event_id>/pictures", (401, 403, 403, 200, 403, 200, 401), {"pictures": []}),
    Route(MAIN, "GET", "/events/defaults", FACILITATORS_AND_ADMINS),
    Route(MAIN, "GET", "/events/templates", FACILITATORS_AND_ADMINS),
    Route(MAIN, "POST", "/events/templates", (401, 403, 403, 201, 403, 201, 401), {"event_id": "{event}"}),
    Route(MAIN, "GET", "/events/templates/<int:template_id>", OWN_TEMPLATE, ready="template"),
    Route(MAIN, "PATCH", "/events/templates/<int:template_id>", OWN_TEMPLATE, {"title": "Sit"}, ready="template"),
    Route(MAIN, "DELETE", "/events/templates/<int:template_id>", OWN_TEMPLATE, ready="new template"),
    Route(MAIN, "POST", "/pictures", (401, 403, 403, 415, 415, 415, 401)),  # no form
    Route(MAIN, "GET", "/pictures/<file>/<size>.<picture_format>", everyone(404)),  # nobody here has one
    Route(MAIN, "GET", "/auth/portrait", FACILITATORS_AND_ADMINS),
    Route(MAIN, "PUT", "/auth/portrait", FACILITATORS_AND_ADMINS, {"portrait": None}),
    Route(MAIN, "POST", "/events/<int:event_id>/publish", EVENT_MANAGERS),
    Route(MAIN, "PATCH", "/events/<int:event_id>", EVENT_MANAGERS, {"description": "In silence."}),
    Route(MAIN, "DELETE", "/events/<int:event_id>", EVENT_MANAGERS, ready="new event"),
    Route(MAIN, "POST", "/events/<int:event_id>/duplicate", EVENT_MANAGERS_NEW, {"first_start": "2031-05-01T10:00:00Z"}),
    Route(MAIN, "POST", "/events/<int:event_id>/impact", EVENT_MANAGERS, {}),
    Route(MAIN, "POST", "/events/<int:event_id>/sessions", EVENT_MANAGERS_NEW, session()),
    Route(MAIN, "POST", "/events/<int:event_id>/series", EVENT_MANAGERS_NEW, session(rule="FREQ=WEEKLY;COUNT=2"), ready="new event"),
    Route(MAIN, "POST", "/events/<int:event_id>/series/preview", EVENT_MANAGERS, session(rule="FREQ=WEEKLY;COUNT=2")),
    Route(MAIN, "GET", "/sessions", everyone(200), key=401),
    Route(MAIN, "GET", "/sessions/<int:session_id>", everyone(200), key=401),
    Route(MAIN, "PATCH", "/sessions/<int:session_id>", EVENT_MANAGERS, {"title": "Late Sit"}),
    Route(MAIN, "DELETE", "/sessions/<int:session_id>", EVENT_MANAGERS, ready="new event"),
    Route(MAIN, "POST", "/sessions/<int:session_id>/impact", EVENT_MANAGERS, {}),
    Route(MAIN, "POST", "/sessions/<int:session_id>/confirm", (401, 403, 403, 409, 403, 409, 409)),  # it has no minimum of places
    Route(MAIN, "POST", "/book", SIGNED_IN_NEW, {"session_id": "{session_id}"}, "event"),
    Route(MAIN, "POST", "/bookings/book", SIGNED_IN_NEW, {"session_id": "{session_id}"}, "event"),
    Route(MAIN, "GET", "/bookings", SIGNED_IN),
    Route(MAIN, "GET", "/bookings/my-bookings", SIGNED_IN),
    Route(MAIN, "GET", "/bookings/<int:booking_id>", GUEST),
    Route(MAIN, "POST", "/bookings/<int:booking_id>/seen", GUEST),
    Route(MAIN, "GET", "/bookings/<int:booking_id>/timeline", (401, 200, 404, 200, 404, 200, 401)),
    Route(MAIN, "GET", "/bookings/<int:booking_id>/calendar.ics", GUEST),
    Route(MAIN, "POST", "/bookings/<int:booking_id>/move", (401, 409, 404, 404, 404, 404, 401), {"session_id": "{session_id}"}, "booking"),  # to the same date
    Route(MAIN, "POST", "/bookings/cancel/<int:booking_id>", GUEST, ready="booking"),
    Route(MAIN, "POST", "/bookings/reactivate/<int:booking_id>", GUEST, ready="cancelled booking"),
    Route(MAIN, "GET", "/bookings/calendar-feed", SIGNED_IN),
    Route(MAIN, "POST", "/bookings/calendar-feed", SIGNED_IN_NEW),
    Route(MAIN, "DELETE", "/bookings/calendar-feed", SIGNED_IN),
    Route(MAIN, "GET", "/calendar/<secret>.ics", everyone(200), ready="feed"),
    Route(MAIN, "GET", "/push/key", SIGNED_IN),
    Route(MAIN, "POST", "/push/subscriptions", SIGNED_IN_NEW, PUSH_SUBSCRIPTION),
    Route(MAIN, "DELETE", "/push/subscriptions", SIGNED_IN, {"endpoint": PUSH_SUBSCRIPTION["endpoint"]}),
    Route(MAIN, "GET", "/api/admin/suppressions", ADMINS),
    Route(MAIN, "POST", "/api/admin/suppressions", (401, 403, 403, 403, 403, 201, 401), {"address": "{new_email}"}, "new_email"),
    Route(MAIN, "DELETE", "/api/admin/suppressions/<int:suppression_id>", ADMINS, ready="suppression"),
    Route(MAIN, "GET", "/api/admin/templates", ADMINS),
    Route(MAIN, "GET", "/api/admin/templates/<kind>", ADMINS),
    Route(MAIN, "GET", "/api/admin/message-texts/<kind>", ADMINS),
    Route(MAIN, "POST", "/api/admin/message-texts/<kind>/preview", ADMINS, {"language": "en"}),
    Route(MAIN, "PUT", "/api/admin/message-texts/<kind>", ADMINS, {"language": "en", "version": 0}),
    Route(MAIN, "GET", "/api/admin/template-comparisons", ADMINS),
    Route(MAIN, "PUT", "/api/admin/template-comparisons/<kind>", ADMINS, {"on": False}),
    Route(MAIN, "GET", "/m/<token>/open.gif", everyone(200)),
    Route(MAIN, "GET", "/m/<token>/go", everyone(404)),  # no token of ours
    Route(MAIN, "POST", NOTIFICATION_API + "/webhooks/twilio", everyone(415)),  # a form under Twilio's signature
    Route(MAIN, "GET", NOTIFICATION_API + "/webhooks/whatsapp", everyone(403)),
    Route(MAIN, "POST", NOTIFICATION_API + "/webhooks/whatsapp", everyone(403), {}),
    Route(MAIN, "GET", "/api/mailbox", ADMINS),
    Route(MAIN, "DELETE", "/api/mailbox", ADMINS),
    Route(MAIN, "GET", "/api/mailbox/<mail_id>", (401, 403, 403, 403, 403, 404, 401)),
    Route(MAIN, "GET", "/api/mailbox/<mail_id>/attachments/<int:index>", (401, 403, 403, 403, 403, 404, 401)),
    Route(MAIN, "GET", "/demo-bank/<int:order_id>", everyone(404)),  # no order of ours; the page is for anyone
    Route(MAIN, "POST", "/demo-bank/<int:order_id>", everyone(400)),  # no form
    Route(MAIN, "POST", DEMO_BANK_API + "/checkouts", everyone(401)),  # needs the bank's own key
    Route(MAIN, "GET", DEMO_BANK_API + "/checkouts", everyone(401)),
    Route(MAIN, "GET", DEMO_BANK_API + "/checkouts/<ref>", everyone(401)),
    Route(MAIN, "POST", DEMO_BANK_API + "/checkouts/<ref>/expire", everyone(401)),
    Route(MAIN, "POST", DEMO_BANK_API + "/refunds", everyone(401)),
    Route(MAIN, "GET", DEMO_BANK_API + "/charges", everyone(401)),
    Route(MAIN, "GET", "/sessions/<int:session_id>/price", everyone(200)),
    Route(MAIN, "POST", "/bookings/<int:booking_id>/payment", GUEST_PAYS),
    Route(MAIN, "POST", "/bookings/<int:booking_id>/payment/returned", GUEST_PAYS),
    Route(MAIN, "GET", "/bookings/<int:booking_id>/cancellation", GUEST),
    Route(MAIN, "POST", "/sessions/<int:session_id>/bookings", (401, 403, 403, 201, 404, 409, 401), {"name": "Ravi Iyer", "email": "ravi.iyer@example.com"}),
    Route(MAIN, "POST", "/bookings/<int:booking_id>/cancel-for-guest", (401, 403, 403, 200, 404, 409, 401), {"reason": "The studio is closed."}, "booking"),
    Route(MAIN, "POST", "/bookings/<int:booking_id>/paid", MANAGER_IS_PAID, {"method": "cash"}),
    Route(MAIN, "POST", "/bookings/<int:booking_id>/unpaid", MANAGER_IS_PAID, {"reason": "Wrong person"}),
    Route(MAIN, "GET", "/bookings/<int:booking_id>/order", (401, 404, 404, 404, 404, 404, 401)),  # the booking is free
    Route(MAIN, "GET", "/orders/<int:order_id>", (401, 200, 404, 200, 404, 200, 401), ready="order"),
    Route(MAIN, "POST", "/orders/<int:order_id>/refunds", UNCONFIRMED, {"amount_cents": 1, "reason": "Cold"}, "order"),
    Route(MAIN, "POST", NOTIFICATION_API + "/webhooks/stripe", everyone(404), {}),  # no secret is set
    Route(MAIN, "POST", NOTIFICATION_API + "/webhooks/razorpay", everyone(404), {}),
    Route(MAIN, "POST", NOTIFICATION_API + "/webhooks/demo", everyone(403), {}),  # no signature
    Route(MAIN, "GET", "/orders/<int:order_id>/receipts/<number>.pdf", (401, 404, 404, 404, 404, 404, 401)),  # nobody here has paid
    Route(MAIN, "GET", "/api/money/statements", OWN_STATEMENT),
    Route(MAIN, "GET", "/api/money/statements.csv", OWN_STATEMENT),
    Route(MAIN, "GET", "/api/money/check", ADMINS),
    Route(MAIN, "POST", "/api/money/check", ADMINS),
    Route(MAIN, "GET", INTEGRATION, ADMINS),
    Route(MAIN, "GET", INTEGRATION + "/alerts", ADMINS),
    Route(MAIN, "GET", INTEGRATION + "/check", ADMINS),
    Route(MAIN, "POST", INTEGRATION + "/check", ADMINS),
    Route(MAIN, "POST", INTEGRATION + "/resync", ADMINS),
    Route(MAIN, "GET", INTEGRATION + "/deliveries", ADMINS),
    Route(MAIN, "GET", INTEGRATION + "/deliveries/<int:message_id>", ADMINS),
    Route(MAIN, "POST", INTEGRATION + "/test", ADMINS),
    Route(MAIN, "POST", INTEGRATION + "/discard", ADMINS, {"ids": [1], **REASON}),
    Route(MAIN, "PATCH", INTEGRATION + "/retry-failed", ADMINS),
    Route(MAIN, "POST", INTEGRATION + "/channels/<channel>/pause", ADMINS, REASON, "running channel"),
    Route(MAIN, "POST", INTEGRATION + "/channels/<channel>/resume", ADMINS, ready="paused channel"),
    Route(MAIN, "GET", "/live/notifications", SIGNED_IN),
    Route(MAIN, "GET", "/notifications", SIGNED_IN),
    Route(MAIN, "POST", "/notifications/read", SIGNED_IN, {"all": True}),
    Route(MAIN, "GET", "/notifications/preferences", SIGNED_IN),
    Route(MAIN, "PUT", "/notifications/preferences", SIGNED_IN, {"language": "en"}),
    Route(MAIN, "GET", "/bookings/<int:booking_id>/messages", (401, 200, 404, 200, 404, 200, 401)),
    Route(MAIN, "GET", "/sessions/<int:session_id>/messages", (401, 403, 403, 200, 404, 200, 401)),
    Route(MAIN, "POST", "/sessions/<int:session_id>/guest-messages/preview", (401, 403, 403, 200, 404, 200, 401), MESSAGE_TO_GUESTS),
    Route(MAIN, "POST", "/sessions/<int:session_id>/guest-messages", (401, 403, 403, 201, 404, 201, 401), MESSAGE_TO_GUESTS),
    Route(MAIN, "GET", "/sessions/<int:session_id>/guest-messages", (401, 403, 403, 200, 404, 200, 401)),
    Route(MAIN, "GET", "/sessions/<int:session_id>/phones", (401, 403, 403, 200, 404, 200, 401)),
    Route(MAIN, "GET", "/team-channels", FACILITATORS),
    Route(MAIN, "POST", "/team-channels", FACILITATORS_NEW, TEAM_CHANNEL),
    Route(MAIN, "PATCH", "/team-channels/<int:channel_id>", OWN_TEAM_CHANNEL, {"label": "Studio"}, "team channel"),
    Route(MAIN, "POST", "/team-channels/<int:channel_id>/test", (401, 403, 403, 202, 404, 403, 401), ready="team channel"),
    Route(MAIN, "DELETE", "/team-channels/<int:channel_id>", OWN_TEAM_CHANNEL, ready="team channel"),
    Route(MAIN, "GET", "/links/<token>", everyone(200), ready="new link"),  # the link alone decides
    Route(MAIN, "POST", "/links/<token>/cancel", everyone(200), ready="new link"),
    Route(MAIN, "GET", "/links/<token>/unsubscribe", everyone(302), ready="link to unsubscribe"),
    Route(MAIN, "POST", "/links/<token>/unsubscribe", everyone(200), ready="link to unsubscribe"),
    Route(CRM, "GET", "/health", everyone(200)),
    Route(CRM, "GET", "/webhooks/health", everyone(200)),
    Route(CRM, "GET", "/ready", everyone(200)),
    Route(CRM, "GET", "/metrics", everyone(200)),
    Route(CRM, "GET", "/openapi.json", everyone(200)),
    Route(CRM, "GET", "/docs", everyone(200)),
    Route(CRM, "GET", "/docs/start.js", everyone(200)),
    Route(CRM, "GET", "/docs/files/<path:name>", everyone(404)),
    Route(CRM, "POST", "/notify", SERVICES, booking()),
    Route(CRM, "POST", "/notify/batch", SERVICES, {"notifications": []}),
    Route(CRM, "GET", "/notifications", READERS),
    Route(CRM, "GET", "/notifications/stream", READERS),
    Route(CRM, "POST", "/webhooks/customer-registration", SERVICES, registration()),
    Route(CRM, "POST", "/webhooks/repair-request", SERVICES, repair()),
    Route(CRM, "GET", "/api/approvals", ADMINS_AND_SERVICES),
    Route(CRM, "GET", "/api/approvals/history", ADMINS_AND_SERVICES),
    Route(CRM, "GET", "/api/approvals/<request_id>", ADMINS_AND_SERVICES, ready="customer"),
    Route(CRM, "POST", "/api/approvals/<request_id>/approve", ADMINS_AND_SERVICES, ready="new request"),
    Route(CRM, "POST", "/api/approvals/<request_id>/decline", ADMINS_AND_SERVICES, REASON, "new request"),
    Route(CRM, "POST", "/api/approvals/<request_id>/merge", ADMINS_AND_SERVICES, {"customer_id": "{customer_id}"}, "new request of a customer"),
    Route(CRM, "POST", "/api/approvals/decide", ADMINS_AND_SERVICES, {"ids": ["{request_id}"], "decision": "approve"}, "new request"),
    Route(CRM, "GET", "/api/customers", ADMINS_AND_SERVICES),
    Route(CRM, "GET", "/api/reconciliation/facilitators", SERVICES),
    Route(CRM, "GET", "/api/reconciliation/facilitators/<facilitator_id>/days", SERVICES),
    Route(CRM, "GET", "/api/reconciliation/facilitators/<facilitator_id>/bookings", SERVICES),
    Route(CRM, "POST", "/api/reconciliation/bookings", SERVICES, {"booking_ids": [1]}),
    Route(CRM, "GET", "/api/customers/<customer_id>", ADMINS_AND_SERVICES, ready="customer"),
    Route(CRM, "GET", OF_FACILITATOR + "/events", THIS_FACILITATOR),
    Route(CRM, "POST", OF_FACILITATOR + "/events", THIS_FACILITATORS_NEW, NEW_EVENT),
    Route(CRM, "PUT", OF_FACILITATOR + "/events/<event_id>", THIS_FACILITATOR, {"description": "In silence."}),
    Route(CRM, "DELETE", OF_FACILITATOR + "/events/<event_id>", THIS_FACILITATOR, ready="new event"),
    Route(CRM, "POST", OF_FACILITATOR + "/events/<event_id>/impact", THIS_FACILITATOR, {}),
    Route(CRM, "POST", OF_FACILITATOR + "/events/<event_id>/duplicate", THIS_FACILITATORS_NEW, {"first_start": "2031-05-01T10:00:00Z"}),
    Route(CRM, "POST", OF_FACILITATOR + "/events/<event_id>/sessions", THIS_FACILITATORS_NEW, session()),
    Route(CRM, "PUT", OF_FACILITATOR + "/sessions/<session_id>", THIS_FACILITATOR, {"title": "Late Sit"}),
    Route(CRM, "DELETE", OF_FACILITATOR + "/sessions/<session_id>", THIS_FACILITATOR, ready="new event"),
    Route(CRM, "POST", OF_FACILITATOR + "/sessions/<session_id>/impact", THIS_FACILITATOR, {}),
    Route(CRM, "GET", OF_FACILITATOR + "/guests", THIS_FACILITATOR),
    Route(CRM, "GET", OF_FACILITATOR + "/guests.csv", THIS_FACILITATOR),
    Route(CRM, "GET", OF_FACILITATOR + "/guests/<user_id>", THIS_FACILITATOR),
    Route(CRM, "PUT", OF_FACILITATOR + "/guests/<user_id>/notes", THIS_FACILITATOR, {"text": "Likes the window."}),
    Route(CRM, "GET", OF_FACILITATOR + "/bookings", THIS_FACILITATOR),
    Route(CRM, "GET", OF_FACILITATOR + "/bookings.csv", THIS_FACILITATOR),
    Route(CRM, "GET", OF_FACILITATOR + "/sessions/<session_id>", THIS_FACILITATOR),
    Route(CRM, "GET", OF_FACILITATOR + "/sessions", THIS_FACILITATOR),
    Route(CRM, "GET", OF_FACILITATOR + "/statistics", THIS_FACILITATOR),
    Route(CRM, "GET", OF_FACILITATOR + "/unread", THIS_FACILITATOR),
    Route(CRM, "POST", OF_FACILITATOR + "/read", THIS_FACILITATOR, {"up_to": 0}),
    Route(CRM, "POST", "/api/facilitator/login", everyone(200), PRIYA),  # the password alone decides
]  # fmt: skip
