"""The CRM integration, for admins."""

from typing import Any

from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, access
from main_app.integration import operations
from main_app.integration.schemas import Integration, Retried, TestResult
from main_app.outbox.operations import retry_dead_letters

integration = APIBlueprint(
    "integration", __name__, url_prefix="/api/crm/integration", abp_tags=[Tag(name="Integration")]
)


@integration.get("", responses={200: Integration})
@access(ADMIN)
def show() -> dict[str, Any]:
    """Health and statistics of deliveries to the CRM."""
    return operations.integration_status()


@integration.post("/test", responses={200: TestResult})
@access(ADMIN)
def test() -> dict[str, Any]:
    """A live test: the whole way to the CRM and back."""
    return operations.test_integration()


@integration.patch("/retry-failed", responses={200: Retried})
@access(ADMIN)
def retry_failed() -> dict[str, Any]:
    """Start every failed delivery again."""
    retried = retry_dead_letters()
    return {"message": f"{retried} deliveries start again.", "retried": retried}
