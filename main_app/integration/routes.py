"""Routes for admins: the health of the integration, its deliveries, and ways to repair it."""

from typing import Any

from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, access, caller
from main_app.integration import alerts, comparisons, deliveries, operations
from main_app.integration.schemas import (
    AlertList,
    ChannelPath,
    CheckResponse,
    DeadLetterFilter,
    DeliveryList,
    DeliveryPath,
    DeliveryResponse,
    DeliverySearch,
    Discard,
    Discarded,
    Done,
    Integration,
    Pause,
    Resynced,
    Retried,
    TestResult,
)
from service_kit.rate_limits import limit_per_account

ALL_DEAD_LETTERS = DeadLetterFilter()
limited = limit_per_account("60 per minute", "integration")
integration = APIBlueprint(
    "integration", __name__, url_prefix="/api/crm/integration", abp_tags=[Tag(name="Integration")]
)


@integration.get("", responses={200: Integration})
@access(ADMIN)
def show() -> dict[str, Any]:
    """Health and statistics of all deliveries."""
    return operations.integration_status()


@integration.get("/alerts", responses={200: AlertList})
@access(ADMIN)
def show_alerts() -> dict[str, Any]:
    """The current alerts."""
    return {"alerts": alerts.active_alerts()}


@integration.get("/check", responses={200: CheckResponse})
@access(ADMIN)
def show_check() -> dict[str, Any]:
    """The last comparison of the bookings with the CRM's; null if there was none."""
    return {"check": comparisons.newest_check()}


@integration.post("/check", responses={200: CheckResponse})
@access(ADMIN)
@limit_per_account("6 per minute", "comparisons")
def check() -> dict[str, Any]:
    """Compare the bookings with the CRM's now."""
    comparisons.check_now()
    return {"check": comparisons.newest_check()}


@integration.post("/resync", responses={200: Resynced})
@access(ADMIN)
@limit_per_account("6 per minute", "comparisons")
def resync() -> dict[str, Any]:
    """Compare the bookings with the CRM's, and send it those that differ."""
    sent = comparisons.resync_now(caller())
    named = "1 booking is" if sent == 1 else f"{sent} bookings are"
    message = f"{named} sent to the CRM." if sent else "Nothing differs."
    return {"message": message, "sent": sent, "check": comparisons.newest_check()}


@integration.post("/test", responses={200: TestResult})
@access(ADMIN)
@limited
def test() -> dict[str, Any]:
    """A live test: through the outbox to the CRM and back, with the time of each step."""
    return operations.test_integration(caller())


@integration.patch("/retry-failed", responses={200: Retried})
@access(ADMIN)
@limited
def retry_failed(body: DeadLetterFilter = ALL_DEAD_LETTERS) -> dict[str, Any]:
    """Retry the dead letters that the body selects; without a body, all of them."""
    retried = deliveries.retry_deliveries(caller(), body)
    return {"message": f"{retried} deliveries are retried.", "retried": retried}


@integration.post("/discard", responses={200: Discarded})
@access(ADMIN)
@limited
def discard(body: Discard) -> dict[str, Any]:
    """Discard the dead letters that the body selects: they will not be delivered."""
    discarded = deliveries.discard_deliveries(caller(), body, body.reason)
    return {"message": f"{discarded} deliveries discarded.", "discarded": discarded}


@integration.get("/deliveries", responses={200: DeliveryList})
@access(ADMIN)
def list_deliveries(query: DeliverySearch) -> dict[str, Any]:
    """Find deliveries."""
    return deliveries.find_deliveries(query)


@integration.get("/deliveries/<int:message_id>", responses={200: DeliveryResponse})
@access(ADMIN)
def show_delivery(path: DeliveryPath) -> dict[str, Any]:
    """One delivery with its request, attempts and response; personal data masked."""
    return {"delivery": deliveries.get_delivery(path.message_id)}


@integration.post("/channels/<channel>/pause", responses={200: Done})
@access(ADMIN)
@limited
def pause(path: ChannelPath, body: Pause) -> dict[str, Any]:
    """Pause a channel: its messages wait."""
    deliveries.pause_channel(caller(), path.channel, body.reason)
    return {"message": f"Channel {path.channel} is paused."}


@integration.post("/channels/<channel>/resume", responses={200: Done})
@access(ADMIN)
@limited
def resume(path: ChannelPath) -> dict[str, Any]:
    """Resume a paused channel."""
    deliveries.resume_channel(caller(), path.channel)
    return {"message": f"Channel {path.channel} delivers again."}
