"""Examples of requests and responses in the API's description, from their schemas and the names of their fields."""

from typing import Any

SAMPLES: dict[str, Any] = {
    "alt": "A wooden terrace above the river",
    "avif": "/pictures/2b1f0c9e8b7a46c1a0d3e4f5b6c7d8e9/640.avif 640w",
    "src": "/pictures/2b1f0c9e8b7a46c1a0d3e4f5b6c7d8e9/plain.jpg",
    "webp": "/pictures/2b1f0c9e8b7a46c1a0d3e4f5b6c7d8e9/640.webp 640w",
    "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl",
    "additional_data": {"places": 1},
    "address": "asha@example.com",
    "auth": "A" * 22,
    "barbershop_name": "Samaya Studio",
    "appointment_duration": 60,
    "biography": "Teaches yoga by the Ganges.",
    "capacity": 14,
    "limit": 50,
    "per_page": 20,
    "price_cents": 45000,
    "seats_left": 11,
    "seats_taken": 3,
    "channel": "email",
    "code": "123456",
    "cover": "lotus",
    "currency": "INR",
    "current_password": "a long password",
    "cursor": "eyJpZCI6MTJ9",
    "description": "An hour of slow breathing.",
    "device": "Firefox on Linux",
    "description_html": '<p dir="auto">An hour of slow breathing.</p>',
    "html": '<p dir="auto">An hour of slow breathing.</p>',
    "email": "asha@example.com",
    "end_time": "2026-12-12T08:00:00+05:30",
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/one",
    "event": "Meditation Retreat",
    "facilitator_name": "Priya Sharma",
    "hour": "07:00",
    "from": "22:00",
    "index": 0,
    "kind": "booking_confirmed",
    "label": "Studio",
    "language": "en",
    "link": "https://meet.example.com/sunrise",
    "location": "Rishikesh",
    "message": "Done.",
    "name": "Asha Rao",
    "new_password": "another long password",
    "notes": "Likes the window.",
    "p256dh": "B" + "A" * 86,
    "password": "a long password",
    "phone": "+919876543210",
    "reason": "The studio is closed that day.",
    "refresh_token": "5f2d0c9e8b7a46c1a0d3e4f5b6c7d8e9.Qm9va2luZ3Mga2VlcCB0aGVpciBwbGFjZXMgaGVyZS4",
    "service_name": "Sunrise Yoga",
    "session_end_time": "2026-12-12T08:00:00+05:30",
    "sign_in_id": "5f2d0c9e8b7a46c1a0d3e4f5b6c7d8e9",
    "status": "booked",
    "subject": "Your booking is confirmed",
    "text": "Likes the window.",
    "time_zone": "Asia/Kolkata",
    "title": "Sunrise Yoga",
    "total_price": "450.00",
    "until": "07:00",
    "url": "https://samaya.example.com/bookings/12",
    "user": "Asha Rao",
    "username": "priya",
}
BY_ENDING: dict[str, Any] = {
    "email": "asha@example.com",
    "phone": "+919876543210",
    "name": "Asha Rao",
    "title": "Sunrise Yoga",
    "location": "Rishikesh",
    "currency": "INR",
    "zone": "Asia/Kolkata",
    "id": "12",
    "url": "https://samaya.example.com/bookings/12",
}
MOMENT = "2026-12-12T07:00:00+05:30"
FALSE = ("has_next", "has_prev", "stale")
MOMENTS = ("_at", "_until", "_time", "_date", "_start", "_end", "timestamp", "since", "date", "at", "dateTime", "time")
TEXTS = {
    "text/calendar": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    "text/csv": "name,email\r\nAsha Rao,asha@example.com\r\n",
    "text/plain": "OK",
    "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "text/event-stream": "event: notification\ndata: {}\n\n",
}
FORM = "multipart/form-data"
REFERENCE = "#/components/schemas/"


class Examples:
    def __init__(self, schemas: dict[str, Any]) -> None:
        self.schemas = schemas

    def add_to(self, operation: dict[str, Any]) -> None:
        """Give the body, the successful responses and the path of an operation an example each."""
        for parameter in operation.get("parameters", ()):
            if parameter.get("in") == "path":
                parameter["example"] = self.of(parameter["schema"], parameter["name"])
        self._add_to_content(operation.get("requestBody", {}), required_only=True)
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                self._add_to_content(response, required_only=False)

    def _add_to_content(self, described: dict[str, Any], *, required_only: bool) -> None:
        for media_type, content in described.get("content", {}).items():
            if media_type in TEXTS:
                content["example"] = TEXTS[media_type]
            elif media_type in ("application/json", FORM):
                content["example"] = self.of(content["schema"], required_only=required_only)

    def of(self, schema: dict[str, Any], name: str = "", *, required_only: bool = False) -> Any:
        """An example of this schema, for a field of this name. A schema's own `examples` come first."""
        if "$ref" in schema:
            return self.of(self.schemas[schema["$ref"].removeprefix(REFERENCE)], name, required_only=required_only)
        if schema.get("examples"):
            return schema["examples"][0]
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return SAMPLES[name] if SAMPLES.get(name) in schema["enum"] else schema["enum"][0]
        for variants in ("anyOf", "oneOf", "allOf"):
            if variants in schema:
                return self._first(schema[variants], name, required_only)
        match schema.get("type"):
            case "object":
                return self._object(schema, name, required_only)
            case "array":
                return [self.of(schema["items"], _singular(name), required_only=required_only)]
            case "integer" | "number":
                number = SAMPLES.get(name, 12 if name.lower().endswith("id") else 1)
                return min(max(number, schema.get("minimum", number)), schema.get("maximum", number))
            case "boolean":
                return name not in FALSE
            case "null":
                return None
        return self._text(schema, name)

    def _object(self, schema: dict[str, Any], name: str, required_only: bool) -> Any:
        properties = schema.get("properties")
        if not properties:
            return SAMPLES[name] if isinstance(SAMPLES.get(name), dict) else {}
        needed = schema.get("required") or list(properties)[:1]
        wanted = needed if required_only else properties
        return {each: self.of(properties[each], each, required_only=required_only) for each in wanted}

    def _first(self, variants: list[dict[str, Any]], name: str, required_only: bool) -> Any:
        """The first variant; null for a text of which nothing is known, if it may be null."""
        nullable = any(variant.get("type") == "null" for variant in variants)
        if nullable and set(variants[0]) <= {"type", "maxLength", "minLength"} and _sample(name) is None:
            return None if variants[0]["type"] == "string" else self.of(variants[0], name)
        return self.of(variants[0], name, required_only=required_only)

    def _text(self, schema: dict[str, Any], name: str) -> str:
        sample = _sample(name)
        text = sample if isinstance(sample, str) else name.replace("_", " ")
        return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]


def _sample(name: str) -> Any:
    by_ending = (value for ending, value in BY_ENDING.items() if name.lower().endswith(ending))
    return SAMPLES.get(name) or next(by_ending, None) or (MOMENT if name.endswith(MOMENTS) else None)


def _singular(name: str) -> str:
    return name.removesuffix("s")
