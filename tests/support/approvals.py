"""The documented payloads that senders post to the CRM's approval queue."""

import copy
from typing import Any

REGISTRATION_PATH = "/webhooks/customer-registration"
REPAIR_PATH = "/webhooks/repair-request"

_REGISTRATION: dict[str, Any] = {
    "customer": {
        "firstName": "John",
        "lastName": "Doe",
        "email": "john@example.com",
        "phone": "+44123456789",
        "websiteUserId": "rev_user_123",
        "registrationDate": "2024-12-13T10:00:00Z",
        "source": "revivatech",
        "language": "en",
        "status": "pending_approval",
        "preferences": {},
    },
    "metadata": {"registrationSource": "website", "timestamp": "2024-12-13T10:00:00Z"},
}
_REPAIR: dict[str, Any] = {
    "repair": {
        "ticketNumber": "REV-1234567890",
        "websiteRepairId": "booking_uuid",
        "customerEmail": "john@example.com",
        "customerName": "John Doe",
        "deviceType": "Apple MacBook Pro",
        "deviceModel": 'MacBook Pro 16"',
        "issueDescription": "Screen replacement needed",
        "serviceType": "SCREEN_REPAIR",
        "priority": "normal",
        "language": "en",
        "address": "123 Main Street, London",
        "notes": "Handle with care",
        "createdAt": "2024-12-13T10:00:00Z",
        "estimatedCost": 299.99,
        "photos": ["url1", "url2"],
    },
    "customer": {
        "firstName": "John",
        "lastName": "Doe",
        "email": "john@example.com",
        "phone": "+44123456789",
        "websiteUserId": "rev_user_123",
    },
    "metadata": {"source": "revivatech", "bookingChannel": "website", "timestamp": "2024-12-13T10:00:00Z"},
}


def registration(email: str = "john@example.com", **customer: Any) -> dict[str, Any]:
    """The documented registration; `email` and `customer` replace its values."""
    payload = copy.deepcopy(_REGISTRATION)
    payload["customer"] |= {"email": email, **customer}
    return payload


def repair(email: str = "john@example.com", ticketNumber: str = "REV-1234567890", **customer: Any) -> dict[str, Any]:
    """The documented repair request; the arguments replace its values."""
    payload = copy.deepcopy(_REPAIR)
    payload["repair"] |= {"customerEmail": email, "ticketNumber": ticketNumber}
    payload["customer"] |= {"email": email, **customer}
    return payload


def waiting(crm: Any, payload: dict[str, Any]) -> int:
    """Post a registration or repair request and return its id in the approval queue."""
    response = crm.post(REPAIR_PATH if "repair" in payload else REGISTRATION_PATH, json=payload)
    assert response.status_code == 200, response.text
    return response.json()["request_id"]
