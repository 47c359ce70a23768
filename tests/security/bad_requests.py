"""Requests that must be refused: caller, request, status of the response, and its `code` or `field`.

{names} stand for the people, ids and tokens of scene.py. A body of bytes goes out as it is.
"""

# ruff: noqa: E501 - a row of the table is a line.

import json
from dataclasses import dataclass, field
from typing import Any

from tests.support.approvals import REGISTRATION_PATH, REPAIR_PATH, registration, repair

MAIN, CRM = "main", "crm"
JSON = "application/json"


@dataclass(frozen=True)
class Bad:
    who_does_what: str
    method: str
    path: str
    body: Any
    status: int
    tells: str = ""  # the `code` or the `field` of the response
    headers: dict[str, str | bytes] = field(default_factory=dict)
    service: str = MAIN
    caller: str = "alice"

    def __str__(self) -> str:
        return self.who_does_what


def alice(who: str, method: str, path: str, body: Any, status: int, tells: str = "", **headers: Any) -> Bad:
    return Bad(f"Alice {who}", method, path, body, status, tells, _named(headers))


def nobody(who: str, method: str, path: str, body: Any, status: int, tells: str = "", **headers: Any) -> Bad:
    return Bad(f"A stranger {who}", method, path, body, status, tells, _named(headers), caller="nobody")


def host(who: str, method: str, path: str, body: Any, status: int, tells: str = "", **headers: Any) -> Bad:
    return Bad(f"Priya {who}", method, path, body, status, tells, _named(headers), caller="facilitator")


def admin(who: str, method: str, path: str, body: Any, status: int, tells: str = "", **headers: Any) -> Bad:
    return Bad(f"Noor {who}", method, path, body, status, tells, _named(headers), caller="admin")


def to_crm(who: str, method: str, path: str, body: Any, status: int, tells: str = "", **headers: Any) -> Bad:
    return Bad(f"A service {who}", method, path, body, status, tells, _named(headers), CRM, "service")


def crm_reader(who: str, path: str, status: int, tells: str = "", caller: str = "facilitator") -> Bad:
    return Bad(f"{caller.capitalize()} {who}", "GET", path, None, status, tells, {}, CRM, caller)


def _named(headers: dict[str, Any]) -> dict[str, str | bytes]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def booking(**changes: Any) -> dict[str, Any]:
    """A valid notification with these changes."""
    return {
        "booking_id": 900001,
        "user": {"id": 1, "name": "Asha", "email": "asha@example.com"},
        "event": {"id": 1, "title": "Evening Sit", "start_date": "2026-12-12T07:00:00+00:00"},
        "facilitator_id": 1,
    } | changes


def session(**changes: Any) -> dict[str, Any]:
    """A valid session with these changes."""
    times = {"start_time": "2030-05-01T10:00:00+00:00", "end_time": "2030-05-01T11:00:00+00:00"}
    return {**times, "capacity": 5, "price_cents": 0} | changes


def person(**changes: Any) -> dict[str, Any]:
    return {"name": "Mallory", "email": "mallory@example.com", "password": "correct horse battery"} | changes


def nested(depth: int) -> bytes:
    return b'{"session_id": ' + b"[" * depth + b"]" * depth + b"}"


BOOK = "/bookings/book"
LOGIN = "/auth/login"
REGISTER = "/auth/register"
PROFILE = "/auth/profile"
INTEGRATION = "/api/crm/integration"

TYPES = [
    alice("books a session whose id is a text", "POST", BOOK, {"session_id": "{booked_session} "}, 400, "session_id"),
    alice("books a session whose id is a fraction", "POST", BOOK, {"session_id": 1.5}, 400, "session_id"),
    alice("books a session whose id is a whole fraction", "POST", BOOK, {"session_id": 1.0}, 400, "session_id"),
    alice("books a session whose id is true", "POST", BOOK, {"session_id": True}, 400, "session_id"),
    alice("books a session whose id is null", "POST", BOOK, {"session_id": None}, 400, "session_id"),
    alice("books a session whose id is a list", "POST", BOOK, {"session_id": ["{session}"]}, 400, "session_id"),
    alice("books a session whose id is an object", "POST", BOOK, {"session_id": {"$gt": 0}}, 400, "session_id"),
    alice("books session zero", "POST", BOOK, {"session_id": 0}, 400, "session_id"),
    alice("books a session below zero", "POST", BOOK, {"session_id": -1}, 400, "session_id"),
    alice("books a session beyond every table", "POST", BOOK, {"session_id": 2**63}, 400, "bad_json"),
    alice("books the last session that could be", "POST", BOOK, {"session_id": 2**31 - 1}, 404, "not_found"),
    alice("books a session no column could hold", "POST", BOOK, {"session_id": 2**31}, 400, "session_id"),
    alice("books session 2^63 - 1", "POST", BOOK, {"session_id": 2**63 - 1}, 400, "session_id"),
    alice("books with a number of 5,000 digits", "POST", BOOK, b'{"session_id": ' + b"9" * 5000 + b"}", 400, "bad_json"),
    alice("books nothing", "POST", BOOK, {}, 400, "session_id"),
    alice("books with a list for a body", "POST", BOOK, b'[{"session_id": 1}]', 400, "bad_json"),
    alice("books with a text for a body", "POST", BOOK, b'"session"', 400, "bad_json"),
    alice("books with null for a body", "POST", BOOK, b"null", 400, "bad_json"),
    alice("books by the short address with a text", "POST", "/book", {"session_id": "one"}, 400, "session_id"),
    nobody("registers with a number for a name", "POST", REGISTER, person(name=7), 400, "name"),
    nobody("registers with a list for a password", "POST", REGISTER, person(password=["a"] * 9), 400, "password"),
    nobody("registers with an object for an address", "POST", REGISTER, person(email={"a": 1}), 400, "email"),
    nobody("logs in with true for a password", "POST", LOGIN, {"email": "a@example.com", "password": True}, 400, "password"),
    nobody("logs in with both names", "POST", LOGIN, {"email": "a@b.cd", "username": "a", "password": "x"}, 400),
    nobody("logs in without a name", "POST", LOGIN, {"password": "x"}, 400),
    host("creates an event without a title", "POST", "/events", {"time_zone": "UTC"}, 400, "title"),
    host("creates an event of no known kind", "POST", "/events", {"title": "x", "time_zone": "UTC", "kind": "party"}, 400, "kind"),
    host("creates an event with a text for sessions", "POST", "/events", {"title": "x", "time_zone": "UTC", "sessions": "one"}, 400, "sessions"),
    host("adds a session with a fraction of a seat", "POST", "/events/{event}/sessions", session(capacity=1.5), 400, "capacity"),
    host("empties a title", "PATCH", "/events/{event}", {"title": None}, 400, "title"),
    host("takes a session's price away", "PATCH", "/sessions/{session}", {"price_cents": None}, 400, "price_cents"),
    host("looks at the impact of a text", "POST", "/sessions/{session}/impact", {"change": "all"}, 400, "change"),
    host("copies an event to no day", "POST", "/events/{event}/duplicate", {}, 400, "first_start"),
]  # fmt: skip

SIZES = [
    alice("books with a body of 70 KB", "POST", BOOK, b'{"x": "' + b"a" * 70_000 + b'"}', 413, "too_large"),
    alice("books with a body of 20,001 lists", "POST", BOOK, b'{"x": [' + b"[]," * 10_001 + b"[]]}", 413, "too_large"),
    alice("books with a body of 3 MB", "POST", BOOK, b'{"x": "' + b"a" * 3_000_000 + b'"}', 413, "too_large"),
    nobody("registers with a name of 201 letters", "POST", REGISTER, person(name="a" * 201), 400, "name"),
    nobody("registers with a name that grows when composed", "POST", REGISTER, person(name="\ufb2c" * 120), 400, "name"),
    nobody("registers with a password of 9", "POST", REGISTER, person(password="a1b2c3d4e"), 400, "password"),
    nobody("registers with a password of 129", "POST", REGISTER, person(password="ab" * 65), 400, "password"),
    nobody("registers with an address of 300 letters", "POST", REGISTER, person(email="a" * 290 + "@example.com"), 400, "email"),
    nobody("logs in with a password of 60 KB", "POST", LOGIN, {"email": "a@b.cd", "password": "x" * 60_000}, 400, "password"),
    host("creates an event with 201 sessions", "POST", "/events", {"title": "x", "time_zone": "UTC", "sessions": [session()] * 201}, 400, "sessions"),
    host("creates an event with a title of 301 letters", "POST", "/events", {"title": "a" * 301, "time_zone": "UTC"}, 400, "title"),
    host("creates an event with a title that grows when composed", "POST", "/events", {"title": "\ufb2c" * 200, "time_zone": "UTC"}, 400, "title"),
    host("describes an event in 8,001 letters", "PATCH", "/events/{event}", {"description": "a" * 8001}, 400, "description"),
    host("links an event to an address that grows when encoded", "PATCH", "/events/{event}", {"link": "https://example.com/" + "瞑" * 400}, 400, "link"),
    host("gives a session more seats than a stadium", "PATCH", "/sessions/{session}", {"capacity": 100_001}, 400, "capacity"),
    host("gives a session fewer seats than one", "PATCH", "/sessions/{session}", {"capacity": 0}, 400, "capacity"),
    host("asks a price below nothing", "PATCH", "/sessions/{session}", {"price_cents": -1}, 400, "price_cents"),
    host("asks a price beyond reason", "PATCH", "/sessions/{session}", {"price_cents": 10**15}, 400, "price_cents"),
    alice("searches for 201 letters", "GET", "/events?search=" + "a" * 201, None, 400, "search"),
    alice("sends an Idempotency-Key of 256 letters", "POST", BOOK, {"session_id": "{session}"}, 400, "Idempotency-Key", Idempotency_Key="k" * 256),
    alice("reads an address longer than a file name may be", "GET", "/sessions/" + "a" * 300, None, 404, "not_found"),
    alice("reads an event with an id of 400 digits", "GET", "/events/" + "9" * 400, None, 400, "event_id"),
]  # fmt: skip

ENCODINGS = [
    alice("books in UTF-16", "POST", BOOK, '{"session_id": 1}'.encode("utf-16"), 400, "bad_json"),
    alice("books in UTF-32", "POST", BOOK, '{"session_id": 1}'.encode("utf-32-le"), 400, "bad_json"),
    alice("books with broken UTF-8", "POST", BOOK, b'{"session_id": 1, "x": "\xff\xfe"}', 400, "bad_json"),
    alice("books with overlong UTF-8", "POST", BOOK, b'{"x": "\xc0\xaf"}', 400, "bad_json"),
    alice("books after a byte order mark", "POST", BOOK, b'\xef\xbb\xbf{"session_id": 1}', 400, "bad_json"),
    alice("books in Latin-1", "POST", BOOK, '{"name": "José"}'.encode("latin-1"), 400, "bad_json"),
    alice("books with half a surrogate pair", "POST", BOOK, b'{"x": "\\ud800"}', 400, "bad_json"),
    alice("books with a NUL", "POST", BOOK, b'{"x": "\\u0000"}', 400, "bad_json"),
    alice("names a field with a NUL", "POST", BOOK, b'{"session_id": 1, "\\u0000": 2}', 400, "bad_json"),
    alice("lists half a surrogate pair", "POST", BOOK, b'{"session_id": 1, "x": [{"y": ["\\udfff"]}]}', 400, "bad_json"),
    alice("books with a raw control character", "POST", BOOK, b'{"x": "\x01"}', 400, "bad_json"),
    alice("books a session called NaN", "POST", BOOK, b'{"session_id": NaN}', 400, "bad_json"),
    alice("books a session called Infinity", "POST", BOOK, b'{"session_id": Infinity}', 400, "bad_json"),
    alice("books a session called -Infinity", "POST", BOOK, b'{"session_id": -Infinity}', 400, "bad_json"),
    alice("books session 1e999", "POST", BOOK, b'{"session_id": 1e999}', 400, "bad_json"),
    alice("names the session twice", "POST", BOOK, b'{"session_id": 1, "session_id": 2}', 400, "bad_json"),
    alice("names the session twice, once escaped", "POST", BOOK, b'{"session_id": 1, "session\\u005fid": 2}', 400, "bad_json"),
    alice("nests 21 deep", "POST", BOOK, nested(20), 400, "bad_json"),
    alice("nests objects 21 deep", "POST", BOOK, b'{"x": ' * 20 + b"{}" + b"}" * 20, 400, "bad_json"),
    alice("nests 3,000 deep", "POST", BOOK, nested(3_000), 400, "bad_json"),
    alice("leaves the object open", "POST", BOOK, b'{"session_id": 1', 400, "bad_json"),
    alice("sends two objects", "POST", BOOK, b'{"session_id": 1}{"session_id": 2}', 400, "bad_json"),
    alice("leaves a comma behind", "POST", BOOK, b'{"session_id": 1,}', 400, "bad_json"),
    alice("writes with single quotes", "POST", BOOK, b"{'session_id': 1}", 400, "bad_json"),
    alice("sends nothing at all", "POST", BOOK, b"", 400, "bad_json"),
    alice("books by a form", "POST", BOOK, b"session_id=1", 415, "not_json", Content_Type="application/x-www-form-urlencoded"),
    alice("books by plain text", "POST", BOOK, b'{"session_id": 1}', 415, "not_json", Content_Type="text/plain"),
    alice("books by XML", "POST", BOOK, b"<session/>", 415, "not_json", Content_Type="application/xml"),
    alice("books by an upload", "POST", BOOK, b"--b--", 415, "not_json", Content_Type="multipart/form-data; boundary=b"),
    alice("books without saying what it is", "POST", BOOK, b'{"session_id": 1}', 415, "not_json", Content_Type=""),
    alice("books zipped", "POST", BOOK, b"\x1f\x8b\x08\x00", 400, "bad_json", Content_Encoding="gzip"),
    nobody("registers with a blank name", "POST", REGISTER, person(name=" \t "), 400, "name"),
    nobody("registers with a name nobody can see", "POST", REGISTER, person(name="\u200b\u2060"), 400, "name"),
    nobody("registers with a name of two lines", "POST", REGISTER, person(name="Mallory\r\nBcc: all@example.com"), 400, "name"),
    nobody("registers with a bell in the name", "POST", REGISTER, person(name="Mal\x07lory"), 400, "name"),
    nobody("registers with a next-line character in the name", "POST", REGISTER, person(name="Mal\x85lory"), 400, "name"),
    nobody("registers with two addresses in one", "POST", REGISTER, person(email="a@example.com,b@example.com"), 400, "email"),
    nobody("registers with a header in the address", "POST", REGISTER, person(email="a@example.com\r\nBcc: b@example.com"), 400, "email"),
    nobody("registers with a path for a username", "POST", REGISTER, person(username="../admin"), 400, "username"),
    nobody("registers with the address as password", "POST", REGISTER, person(password="mallory@example.com"), 400, "password"),
    nobody("registers with a telephone number in words", "POST", REGISTER, person(phone="call me"), 400, "phone"),
    host("gives an event a place of two lines", "PATCH", "/events/{event}", {"location": "Here\nand there"}, 400, "location"),
    host("links an event to a script", "PATCH", "/events/{event}", {"link": "javascript:alert(1)"}, 400, "link"),
    host("links an event to a file", "PATCH", "/events/{event}", {"link": "file:///etc/passwd"}, 400, "link"),
    host("draws a cover from markup", "PATCH", "/events/{event}", {"cover": "<svg onload=x>"}, 400, "cover"),
    *(
        host(f"asks to be paid in {code}", "PATCH", "/sessions/{session}", {"currency": code}, 400, "currency")
        for code in ("XXX", "XTS", "XAU", "USN", "ABC")
    ),
    host("asks to be paid in smiles", "PATCH", "/sessions/{session}", {"currency": "☺☺☺"}, 400, "currency"),
]  # fmt: skip

TIMES = [
    host("starts a session at no offset", "POST", "/events/{event}/sessions", session(start_time="2030-05-01T10:00:00"), 400, "start_time"),
    host("starts a session on a day without time", "POST", "/events/{event}/sessions", session(start_time="2030-05-01"), 400, "start_time"),
    host("starts a session on 30 February", "POST", "/events/{event}/sessions", session(start_time="2030-02-30T10:00:00Z"), 400, "start_time"),
    host("starts a session at hour 25", "POST", "/events/{event}/sessions", session(start_time="2030-05-01T25:00:00Z"), 400, "start_time"),
    host("starts a session at an offset of 99 hours", "POST", "/events/{event}/sessions", session(start_time="2030-05-01T10:00:00+99:00"), 400, "start_time"),
    host("starts a session in the year 1", "POST", "/events/{event}/sessions", session(start_time="0001-01-01T00:00:00+14:00"), 400, "start_time"),
    host("starts a session in the year 9999", "POST", "/events/{event}/sessions", session(start_time="9999-12-31T23:59:59-14:00"), 400, "start_time"),
    host("starts a session at a number", "POST", "/events/{event}/sessions", session(start_time=1900000000), 400, "start_time"),
    host("starts a session 'tomorrow'", "POST", "/events/{event}/sessions", session(start_time="tomorrow"), 400, "start_time"),
    host("ends a session before it starts", "POST", "/events/{event}/sessions", session(end_time="2030-05-01T09:00:00Z"), 400),
    host("ends a session as it starts", "POST", "/events/{event}/sessions", session(end_time="2030-05-01T12:00:00+02:00"), 400),
    host("moves a session's end before its start", "PATCH", "/sessions/{session}", {"end_time": "2001-01-01T00:00:00Z"}, 400, "end_time"),
    host("holds an event on Mars", "PATCH", "/events/{event}", {"time_zone": "Mars/Olympus_Mons"}, 400, "time_zone"),
    host("holds an event in a path", "PATCH", "/events/{event}", {"time_zone": "../../etc/passwd"}, 400, "time_zone"),
    alice("lives at an offset", "PATCH", PROFILE, {"time_zone": "+05:30"}, 400, "time_zone"),
    alice("searches from a time without offset", "GET", "/events?from=2030-01-01T00:00:00", None, 400, "from"),
    alice("searches until an impossible time", "GET", "/sessions?to=2030-13-01T00:00:00Z", None, 400, "to"),
    host("copies an event to a day that is none", "POST", "/events/{event}/duplicate", {"first_start": "2030-02-31T00:00:00Z"}, 400, "first_start"),
]  # fmt: skip

UNKNOWN_FIELDS = [
    nobody("registers as an admin", "POST", REGISTER, person(role="admin"), 400, "role"),
    nobody("registers with an id", "POST", REGISTER, person(id=1), 400, "id"),
    alice("makes herself an admin", "PATCH", PROFILE, {"role": "admin"}, 400, "role"),
    alice("changes her address in her profile", "PATCH", PROFILE, {"email": "other@example.com"}, 400, "email"),
    alice("raises her own epoch", "PATCH", PROFILE, {"epoch": 99}, 400, "epoch"),
    alice("names her own price", "POST", BOOK, {"session_id": "{session}", "price": 0}, 400, "price"),
    alice("books for Bob", "POST", BOOK, {"session_id": "{session}", "user_id": 1}, 400, "user_id"),
    alice("books as paid", "POST", BOOK, {"session_id": "{session}", "payment_status": "success"}, 400, "payment_status"),
    alice("names what she pays", "POST", "/bookings/1/payment", {"amount_cents": 1}, 400, "amount_cents"),
    alice("says she paid", "POST", "/bookings/1/payment/returned", {"paid": True}, 400, "paid"),
    alice("sends __proto__", "POST", BOOK, {"session_id": "{session}", "__proto__": {"role": "admin"}}, 400, "__proto__"),
    host("creates an event for Arjun", "POST", "/events", {"title": "x", "time_zone": "UTC", "facilitator_id": "{other_facilitator_id}"}, 400, "facilitator_id"),
    host("gives an event away", "PATCH", "/events/{event}", {"facilitator_id": "{other_facilitator_id}"}, 400, "facilitator_id"),
    host("brings an event back by its status", "PATCH", "/events/{event}", {"status": "scheduled"}, 400, "status"),
    host("counts seats herself", "PATCH", "/sessions/{session}", {"seats_taken": 0}, 400, "seats_taken"),
    host("moves a session to another event", "PATCH", "/sessions/{session}", {"event_id": "{others_event}"}, 400, "event_id"),
    alice("sorts events by password", "GET", "/events?order_by=password_hash", None, 400, "order_by"),
    alice("reads Bob's bookings by a query", "GET", "/bookings?user_id=1", None, 400, "user_id"),
    admin("retries by a field there is not", "PATCH", INTEGRATION + "/retry-failed", {"everything": True}, 400, "everything"),
]  # fmt: skip

QUERIES = [
    alice("asks for page zero", "GET", "/events?page=0", None, 400, "page"),
    alice("asks for page -1", "GET", "/events?page=-1", None, 400, "page"),
    alice("asks for page 2^63", "GET", f"/events?page={2**63}", None, 400, "page"),
    alice("asks for a page in words", "GET", "/events?page=one", None, 400, "page"),
    alice("asks for a billion events a page", "GET", "/events?per_page=1000000000", None, 400, "per_page"),
    alice("asks for no bookings a page", "GET", "/bookings?per_page=0", None, 400, "per_page"),
    alice("asks for half a page", "GET", "/sessions?page=1.5", None, 400, "page"),
    alice("asks for sessions of event zero", "GET", "/sessions?event_id=0", None, 400, "event_id"),
    alice("asks for events of facilitator 2^63", "GET", f"/events?facilitator_id={2**63}", None, 400, "facilitator_id"),
    alice("asks for events of an unknown status", "GET", "/events?status=cancelled%27--", None, 400, "status"),
    alice("asks for bookings of an unknown status", "GET", "/bookings?status=all", None, 400, "status"),
    alice("asks for events at a price of NaN", "GET", "/events?price_max=nan", None, 400, "price_max"),
    alice("asks for free places: maybe", "GET", "/events?free_places=maybe", None, 400, "free_places"),
    alice("searches for a NUL", "GET", "/events?search=a%00b", None, 400, "search"),
    alice("reads event zero", "GET", "/events/0", None, 400, "event_id"),
    alice("reads an event below zero", "GET", "/events/-1", None, 404, "not_found"),
    alice("reads event 2^63", "GET", f"/events/{2**63}", None, 400, "event_id"),
    alice("reads event 2^31", "GET", f"/events/{2**31}", None, 400, "event_id"),
    alice("reads an event of the last id", "GET", f"/events/{2**31 - 1}", None, 404, "not_found"),
    alice("reads a session by name", "GET", "/sessions/first", None, 404, "not_found"),
    alice("reads a session by injection", "GET", "/sessions/1%20OR%201=1", None, 404, "not_found"),
    alice("puts a line break in a path", "GET", "/events/1%0d%0aSet-Cookie:%20a=b", None, 404, "not_found"),
    alice("climbs out of the web app", "GET", "/docs/static/..%2f..%2f..%2fetc%2fpasswd", None, 404, "not_found"),
    alice("deletes all events", "DELETE", "/events", None, 405, "method_not_allowed"),
    alice("traces a request", "TRACE", "/events", None, 405, "method_not_allowed"),
    alice("posts to nowhere", "POST", "/nowhere", {}, 404, "not_found"),
    nobody("opens a calendar feed by a short secret", "GET", "/calendar/abc.ics", None, 400, "secret"),
    nobody("opens a calendar feed by a guess", "GET", "/calendar/" + "A" * 43 + ".ics", None, 404, "not_found"),
    admin("lists deliveries by an error with a NUL", "GET", INTEGRATION + "/deliveries?error=%00", None, 400, "error"),
    admin("lists deliveries of an odd channel", "GET", INTEGRATION + "/deliveries?channel=CRM;--", None, 400, "channel"),
    admin("looks into delivery zero", "GET", INTEGRATION + "/deliveries/0", None, 400, "message_id"),
    admin("pauses a channel without a reason", "POST", INTEGRATION + "/channels/crm/pause", {}, 400, "reason"),
    admin("pauses a channel there is not", "POST", INTEGRATION + "/channels/pigeon/pause", {"reason": "no pigeon"}, 404, "not_found"),
    admin("discards without a reason", "POST", INTEGRATION + "/discard", {"ids": [1]}, 400, "reason"),
    admin("discards no delivery", "POST", INTEGRATION + "/discard", {"ids": [], "reason": "none"}, 400, "ids"),
    host("confirms an impact that is no fingerprint", "DELETE", "/sessions/{session}?expected_impact=yes", None, 400, "expected_impact"),
    host("confirms an impact nobody was shown", "DELETE", "/sessions/{session}?expected_impact=" + "0" * 64, None, 409, "impact_changed"),
    host("cancels with a NUL for a reason", "DELETE", "/sessions/{session}?reason=%00", None, 400, "reason"),
    alice("sends a blank Idempotency-Key", "POST", BOOK, {"session_id": "{session}"}, 400, "Idempotency-Key", Idempotency_Key=""),
    alice("sends an Idempotency-Key beyond ASCII", "POST", BOOK, {"session_id": "{session}"}, 400, "Idempotency-Key", Idempotency_Key=b"cl\xc3\xa9"),
]  # fmt: skip

OTHER_PEOPLES = [
    alice("reads Bob's booking", "GET", "/bookings/{bobs_booking}", None, 404, "not_found"),
    alice("cancels Bob's booking", "POST", "/bookings/cancel/{bobs_booking}", None, 404, "not_found"),
    alice("reactivates Bob's booking", "POST", "/bookings/reactivate/{bobs_booking}", None, 404, "not_found"),
    alice("reads the timeline of Bob's booking", "GET", "/bookings/{bobs_booking}/timeline", None, 404, "not_found"),
    alice("takes Bob's booking into her calendar", "GET", "/bookings/{bobs_booking}/calendar.ics", None, 404, "not_found"),
    alice("books a full session", "POST", BOOK, {"session_id": "{full_session}"}, 409, "session_full"),
    alice("books a past session", "POST", BOOK, {"session_id": "{past_session}"}, 409, "session_past"),
    alice("books a cancelled session", "POST", BOOK, {"session_id": "{cancelled_session}"}, 409, "session_cancelled"),
    alice("books the same session again", "POST", BOOK, {"session_id": "{booked_session}"}, 409, "already_booked"),
    alice("creates an event", "POST", "/events", {"title": "Mine", "time_zone": "UTC"}, 403, "forbidden"),
    host("changes Arjun's event", "PATCH", "/events/{others_event}", {"title": "Mine"}, 403, "forbidden"),
    host("cancels Arjun's event", "DELETE", "/events/{others_event}", None, 403, "forbidden"),
    host("copies Arjun's event", "POST", "/events/{others_event}/duplicate", {"first_start": "2030-05-01T10:00:00Z"}, 403, "forbidden"),
    host("looks at the impact on Arjun's guests", "POST", "/events/{others_event}/impact", {}, 403, "forbidden"),
    host("adds a session to Arjun's event", "POST", "/events/{others_event}/sessions", session(), 403, "forbidden"),
    host("changes Arjun's session", "PATCH", "/sessions/{others_session}", {"capacity": 1}, 403, "forbidden"),
    host("cancels Arjun's session", "DELETE", "/sessions/{others_session}", None, 403, "forbidden"),
    host("changes a cancelled session", "PATCH", "/sessions/{cancelled_session}", {"capacity": 50}, 409, "session_cancelled"),
    host("has fewer seats than guests", "PATCH", "/sessions/{booked_session}", {"capacity": 1}, 409, "capacity_below_bookings"),
    host("looks at the integration", "GET", INTEGRATION, None, 403, "forbidden"),
    alice("retries all deliveries", "PATCH", INTEGRATION + "/retry-failed", {}, 403, "forbidden"),
    Bad("The CRM's token acts for nobody", "PATCH", "/events/{event}", {"title": "x"}, 400, "X-Facilitator-Id", caller="service"),
    Bad("The CRM's token acts for a guest", "PATCH", "/events/{event}", {"title": "x"}, 404, "not_found", {"X-Facilitator-Id": "{alice_id}"}, caller="service"),
    Bad("The CRM's token acts for facilitator 2^31", "PATCH", "/events/{event}", {"title": "x"}, 404, "not_found", {"X-Facilitator-Id": str(2**31)}, caller="service"),
    Bad("The CRM's token acts for an injection", "PATCH", "/events/{event}", {"title": "x"}, 400, "X-Facilitator-Id", {"X-Facilitator-Id": "1 OR 1=1"}, caller="service"),
    Bad("The CRM's token takes Arjun's place in Priya's event", "PATCH", "/events/{event}", {"title": "x"}, 403, "forbidden", {"X-Facilitator-Id": "{other_facilitator_id}"}, caller="service"),
    Bad("The CRM's token reads bookings", "GET", "/bookings", None, 401, "invalid_token", {"X-Facilitator-Id": "{facilitator_id}"}, caller="service"),
]  # fmt: skip

FORGED = {
    "alg_none": "invalid_token",
    "signed_with_another_key": "invalid_token",
    "signed_as_hs512": "invalid_token",
    "payload_swapped": "invalid_token",
    "without_signature": "invalid_token",
    "expired": "token_expired",
    "never_expiring": "invalid_token",
    "expiring_as_text": "invalid_token",
    "not_yet_valid": "invalid_token",
    "of_nobody": "invalid_token",
    "of_a_number": "invalid_token",
    "of_a_list": "invalid_token",
    "of_a_huge_id": "invalid_token",
    "of_a_negative_id": "invalid_token",
    "of_text": "invalid_token",
    "of_an_older_epoch": "token_expired",
    "with_epoch_as_text": "token_expired",
    "with_no_login": "invalid_token",
    "with_a_login_as_object": "invalid_token",
    "with_a_nul_in_its_login": "invalid_token",
    "with_an_unknown_login": "login_ended",
    "for_refreshing": "invalid_token",
    "with_no_type": "invalid_token",
    "logged_out": "login_ended",
}
# The CRM has no sign-ins of its own: it accepts a token signed with the shared key until it expires.
UNKNOWN_TO_THE_CRM = {
    "of_an_older_epoch",
    "with_epoch_as_text",
    "with_no_login",
    "with_a_login_as_object",
    "with_a_nul_in_its_login",
    "with_an_unknown_login",
    "with_no_type",
    "logged_out",
}

TOKENS = [
    nobody(f"books with a token {name.replace('_', ' ')}", "POST", BOOK, {"session_id": "{session}"}, 401, code, Authorization="Bearer {" + name + "}")
    for name, code in FORGED.items()
] + [
    Bad(f"A stranger reads the CRM with a token {name.replace('_', ' ')}", "GET", "/notifications", None, 401, "", {"Authorization": "Bearer {" + name + "}"}, CRM, "nobody")
    for name in FORGED
    if name not in UNKNOWN_TO_THE_CRM
] + [
    nobody("books without a token", "POST", BOOK, {"session_id": "{session}"}, 401, "unauthorized"),
    nobody("books with another scheme", "POST", BOOK, {"session_id": "{session}"}, 401, "invalid_token", Authorization="Basic YTpi"),
    nobody("books with an empty token", "POST", BOOK, {"session_id": "{session}"}, 401, "invalid_token", Authorization="Bearer "),
    nobody("books with a token beyond ASCII", "POST", BOOK, {"session_id": "{session}"}, 401, "invalid_token", Authorization=b"Bearer \xc3\xa9.\xff.x"),
    nobody("books with a token of 10,000 letters", "POST", BOOK, {"session_id": "{session}"}, 401, "invalid_token", Authorization="Bearer " + "a" * 10_000 + ".b.c"),
    nobody("books with the service token", "POST", BOOK, {"session_id": "{session}"}, 401, "invalid_token", Authorization="Bearer {service_token}"),
    nobody("refreshes with a number", "POST", "/auth/refresh", {"refresh_token": 7}, 400, "refresh_token"),
    nobody("refreshes with a token of nothing", "POST", "/auth/refresh", {"refresh_token": "x.y"}, 401, "login_ended"),
    nobody("refreshes without a cookie", "POST", "/auth/refresh", None, 401, "no_refresh_token"),
    nobody("refreshes with a cookie of nothing", "POST", "/auth/refresh", None, 401, "login_ended", Cookie="samaya_refresh=x.y"),
    nobody("refreshes with a NUL in the cookie", "POST", "/auth/refresh", None, 401, "login_ended", Cookie='samaya_refresh="a\\000b.c"'),
    nobody("refreshes with bytes in the cookie", "POST", "/auth/refresh", None, 401, "no_refresh_token", Cookie=b"samaya_refresh=\xff\xfe"),
    nobody("refreshes with an unknown cookie", "POST", "/auth/refresh", None, 401, "login_ended", Cookie="samaya_refresh=" + "0" * 32 + "." + "A" * 43),
]  # fmt: skip

NOTIFY = "/notify"
TO_THE_CRM = [
    to_crm("notifies of nothing", "POST", NOTIFY, {}, 400),
    to_crm("notifies of a booking with a text for its id", "POST", NOTIFY, booking(booking_id="7"), 400, "booking_id"),
    to_crm("notifies of a booking with true for its id", "POST", NOTIFY, booking(booking_id=True), 400, "booking_id"),
    to_crm("notifies of booking zero", "POST", NOTIFY, booking(booking_id=0), 400, "booking_id"),
    to_crm("notifies of booking 2^63", "POST", NOTIFY, booking(booking_id=2**63), 400),
    to_crm("notifies of a guest below zero", "POST", NOTIFY, booking(user={"id": -1, "name": "A", "email": "a@b.cd"}), 400, "user.id"),
    to_crm("notifies of a guest without a name", "POST", NOTIFY, booking(user={"id": 1, "name": " ", "email": "a@b.cd"}), 400, "user.name"),
    to_crm("notifies of a guest without an address", "POST", NOTIFY, booking(user={"id": 1, "name": "A"}), 400, "user.email"),
    to_crm("notifies of a guest with no address", "POST", NOTIFY, booking(user={"id": 1, "name": "A", "email": "nowhere"}), 400, "user.email"),
    to_crm("notifies of an event on 30 February", "POST", NOTIFY, booking(event={"id": 1, "title": "E", "start_date": "2026-02-30"}), 400, "event.start_date"),
    to_crm("notifies of version zero", "POST", NOTIFY, booking(version=0), 400, "version"),
    to_crm("notifies in a mixture of shapes", "POST", NOTIFY, booking(user="Asha"), 400),
    to_crm("notifies of a blank message", "POST", NOTIFY, {"notification_type": "note", "user_id": 1, "message": "  "}, 400, "message"),
    to_crm("notifies in UTF-16", "POST", NOTIFY, json.dumps(booking()).encode("utf-16"), 400),
    to_crm("notifies with broken UTF-8", "POST", NOTIFY, b'{"message": "\xff"}', 400),
    to_crm("notifies of NaN", "POST", NOTIFY, b'{"booking_id": NaN}', 400),
    to_crm("names a booking twice", "POST", NOTIFY, b'{"booking_id": 1, "booking_id": 2}', 400),
    to_crm("nests 3,000 deep", "POST", NOTIFY, nested(3_000), 400),
    to_crm("notifies with a NUL", "POST", NOTIFY, booking(user={"id": 1, "name": "A\x00", "email": "a@b.cd"}), 400),
    to_crm("notifies with a list", "POST", NOTIFY, b"[]", 400),
    to_crm("notifies by a form", "POST", NOTIFY, b"a=1", 400, "", Content_Type="application/x-www-form-urlencoded"),
    to_crm("notifies in another charset", "POST", NOTIFY, booking(), 400, "", Content_Type="application/json; charset=utf-16"),
    to_crm("notifies with 70 KB", "POST", NOTIFY, booking(additional_data={"x": "a" * 70_000}), 413),
    to_crm("notifies under an id of 129 letters", "POST", NOTIFY, booking(), 400, "webhook-id", webhook_id="i" * 129),
    to_crm("notifies under an id beyond ASCII", "POST", NOTIFY, booking(), 400, "webhook-id", webhook_id=b"\xc3\xa9"),
    to_crm("sends a batch that is a text", "POST", "/notify/batch", {"notifications": "all"}, 400, "notifications"),
    to_crm("sends a batch of 101", "POST", "/notify/batch", {"notifications": [{"id": "a", "data": booking()}] * 101}, 413, "notifications"),
    to_crm("sends a batch of 2 MB", "POST", "/notify/batch", b'{"notifications": ["' + b"a" * 2_000_000 + b'"]}', 413),
    Bad("A stranger notifies", "POST", NOTIFY, booking(), 401, "", {}, CRM, "nobody"),
    Bad("A stranger notifies with a token beyond ASCII", "POST", NOTIFY, booking(), 401, "", {"Authorization": b"Bearer \xc3\xa9"}, CRM, "nobody"),
    Bad("A stranger notifies with half the service token", "POST", NOTIFY, booking(), 401, "", {"Authorization": "Bearer a-service-token"}, CRM, "nobody"),
    Bad("Alice notifies with her own token", "POST", NOTIFY, booking(), 403, "", {}, CRM, "alice"),
    Bad("Priya notifies with her own token", "POST", NOTIFY, booking(), 403, "", {}, CRM, "facilitator"),
    crm_reader("reads the notifications", "/notifications", 403, caller="alice"),
    crm_reader("reads Arjun's notifications", "/notifications?facilitator_id={other_facilitator_id}", 403),
    crm_reader("reads Arjun's bookings", "/api/facilitator/{other_facilitator_id}/bookings", 403),
    crm_reader("reads the bookings of facilitator zero", "/api/facilitator/0/bookings", 403),
    crm_reader("reads her bookings under a padded id", "/api/facilitator/0{facilitator_id}/bookings", 403),
    crm_reader("exports Arjun's bookings", "/api/facilitator/{other_facilitator_id}/bookings.csv", 403),
    crm_reader("follows Arjun's stream", "/notifications/stream?facilitator_id={other_facilitator_id}", 403),
    crm_reader("asks for 201 notifications", "/notifications?limit=201", 400, "limit"),
    crm_reader("asks for no notifications", "/notifications?limit=0", 400, "limit"),
    crm_reader("goes on at a forged cursor", "/notifications?cursor=AAAA", 400, "cursor"),
    crm_reader("looks back to no moment", "/notifications?since=yesterday", 400, "since"),
    crm_reader("searches for a NUL", "/notifications?search=%00", 400, "search"),
    crm_reader("sorts by a column", "/notifications?order=received_at", 400, "order"),
    crm_reader("asks for page zero", "/api/facilitator/{facilitator_id}/bookings?page=0", 400, "page"),
    crm_reader("asks for figures of 1,000 years", "/api/facilitator/{facilitator_id}/statistics?days=365000", 400, "days"),
    crm_reader("asks for figures on Mars", "/api/facilitator/{facilitator_id}/statistics?time_zone=Mars/Olympus", 400, "time_zone"),
    crm_reader("asks for figures in a path", "/api/facilitator/{facilitator_id}/statistics?time_zone=../../etc/passwd", 400, "time_zone"),
    crm_reader("resumes a stream at a text", "/notifications/stream?last_event_id=first", 400, "last_event_id"),
    Bad("Priya reads up to below zero", "POST", "/api/facilitator/{facilitator_id}/read", {"up_to": -1}, 400, "up_to", {}, CRM, "facilitator"),
    Bad("Priya reads up to a text", "POST", "/api/facilitator/{facilitator_id}/read", {"up_to": "all"}, 400, "up_to", {}, CRM, "facilitator"),
    Bad("A stranger logs in at the CRM without a password", "POST", "/api/facilitator/login", {"username": "priya"}, 400, "password", {}, CRM, "nobody"),
    Bad("A stranger logs in at the CRM by guessing", "POST", "/api/facilitator/login", {"username": "nobody-here", "password": "a wrong guess"}, 401, "", {}, CRM, "nobody"),
    Bad("Alice logs in at the CRM", "POST", "/api/facilitator/login", {"email": "{alice_email}", "password": "correct horse battery", "role": "facilitator"}, 400, "role", {}, CRM, "nobody"),
]  # fmt: skip

OF_PRIYA = "/api/facilitator/{facilitator_id}"
TO_THE_APPROVAL_QUEUE = [
    to_crm("registers a customer with nothing", "POST", REGISTRATION_PATH, {}, 400, "customer"),
    to_crm("registers a customer without an address", "POST", REGISTRATION_PATH, {"customer": {"firstName": "J"}}, 400, "customer.email"),
    to_crm("registers a customer as approved", "POST", REGISTRATION_PATH, registration(status="approved"), 400, "customer.status"),
    to_crm("registers a customer with a role", "POST", REGISTRATION_PATH, registration(role="admin"), 400, "customer.role"),
    to_crm("registers a customer of a version to come", "POST", REGISTRATION_PATH, {**registration(), "schema_version": 2}, 400, "schema_version"),
    to_crm("registers a customer on 30 February", "POST", REGISTRATION_PATH, registration(registrationDate="2026-02-30"), 400, "customer.registrationDate"),
    to_crm("registers a customer under an id beyond ASCII", "POST", REGISTRATION_PATH, registration(), 400, "webhook-id", webhook_id=b"\xc3\xa9"),
    to_crm("asks for a repair with NaN for a cost", "POST", REPAIR_PATH, b'{"repair": {"estimatedCost": NaN}}', 400),
    to_crm("asks for a repair for somebody else's address", "POST", REPAIR_PATH, repair() | {"customer": {"firstName": "M", "email": "m@example.com"}}, 400),
    Bad("Alice registers a customer", "POST", REGISTRATION_PATH, registration(), 403, "", {}, CRM, "alice"),
    Bad("Noor registers a customer", "POST", REGISTRATION_PATH, registration(), 403, "", {}, CRM, "admin"),
    Bad("Priya looks at the approval queue", "GET", "/api/approvals", None, 403, "", {}, CRM, "facilitator"),
    Bad("Noor approves a request there is not", "POST", "/api/approvals/999999/approve", None, 404, "", {}, CRM, "admin"),
    Bad("Noor approves request zero", "POST", "/api/approvals/0/approve", None, 400, "request_id", {}, CRM, "admin"),
    Bad("Noor approves request 2^63", "POST", f"/api/approvals/{2**63}/approve", None, 400, "request_id", {}, CRM, "admin"),
    Bad("Noor approves the last request that could be", "POST", f"/api/approvals/{2**63 - 1}/approve", None, 404, "", {}, CRM, "admin"),
    Bad("Noor declines without a reason", "POST", "/api/approvals/1/decline", {}, 400, "reason", {}, CRM, "admin"),
    Bad("Noor declines for a blank reason", "POST", "/api/approvals/1/decline", {"reason": " "}, 400, "reason", {}, CRM, "admin"),
    Bad("Noor merges with customer zero", "POST", "/api/approvals/1/merge", {"customer_id": 0}, 400, "customer_id", {}, CRM, "admin"),
    Bad("Noor decides about nothing", "POST", "/api/approvals/decide", {"ids": [], "decision": "approve"}, 400, "ids", {}, CRM, "admin"),
    Bad("Noor decides about 101 at once", "POST", "/api/approvals/decide", {"ids": list(range(1, 102)), "decision": "approve"}, 400, "ids", {}, CRM, "admin"),
    Bad("Noor decides to delete", "POST", "/api/approvals/decide", {"ids": [1], "decision": "delete"}, 400, "decision", {}, CRM, "admin"),
    Bad("Noor looks for a customer with a NUL", "GET", "/api/customers?search=%00", None, 400, "search", {}, CRM, "admin"),
    Bad("Priya reads a guest who never booked with her", "GET", OF_PRIYA + "/guests/999999", None, 404, "", {}, CRM, "facilitator"),
    Bad("Priya writes notes that are a number", "PUT", OF_PRIYA + "/guests/{alice_id}/notes", {"text": 7}, 400, "text", {}, CRM, "facilitator"),
    Bad("Arjun reads Priya's guest", "GET", OF_PRIYA + "/guests/{alice_id}", None, 403, "", {}, CRM, "other_facilitator"),
    Bad("Arjun's own view does not know Priya's guest", "GET", "/api/facilitator/{other_facilitator_id}/guests/{alice_id}", None, 404, "", {}, CRM, "other_facilitator"),
    Bad("Priya changes Arjun's event through the CRM", "PUT", OF_PRIYA + "/events/{others_event}", {"title": "Mine"}, 403, "forbidden", {}, CRM, "facilitator"),
    Bad("A service changes Arjun's event in Priya's name", "PUT", OF_PRIYA + "/events/{others_event}", {"title": "Mine"}, 403, "forbidden", {}, CRM, "service"),
    Bad("Priya creates an event without a title through the CRM", "POST", OF_PRIYA + "/events", {"time_zone": "UTC"}, 400, "title", {}, CRM, "facilitator"),
    Bad("Priya sends an event to the CRM as a list", "POST", OF_PRIYA + "/events", b"[]", 400, "", {}, CRM, "facilitator"),
    Bad("Priya climbs out of an address through the CRM", "DELETE", OF_PRIYA + "/events/..%2f..%2fauth", None, 404, "", {}, CRM, "facilitator"),
    Bad("Priya changes event 2^63 through the CRM", "PUT", OF_PRIYA + f"/events/{2**63}", {"title": "x"}, 400, "event_id", {}, CRM, "facilitator"),
]  # fmt: skip

READ, PREFERENCES, TEAMS = "/notifications/read", "/notifications/preferences", "/team-channels"
HOOK = "https://hooks.slack.com/services/T0/B0/secret"


def team(**changes: Any) -> dict[str, Any]:
    return {"kind": "slack", "label": "Studio", "address": HOOK} | changes


def choice(kind: Any, channel: Any, enabled: Any) -> dict[str, Any]:
    return {"choices": [{"kind": kind, "channel": channel, "enabled": enabled}]}


NOTIFICATIONS = [
    alice("has read nothing", "POST", READ, {}, 400, "ids"),
    alice("has read some and all", "POST", READ, {"ids": [1], "all": True}, 400, "ids"),
    alice("has read 101", "POST", READ, {"ids": list(range(1, 102))}, 400, "ids"),
    alice("has read notification 2^63", "POST", READ, {"ids": [2**63]}, 400),
    alice("asks for what was read on page zero", "GET", "/notifications?page=0", None, 400, "page"),
    alice("asks for what may be unread", "GET", "/notifications?unread=maybe", None, 400, "unread"),
    alice("turns the confirmation off", "PUT", PREFERENCES, choice("booking_confirmed", "email", False), 400, "enabled"),
    alice("wants reminders by pigeon", "PUT", PREFERENCES, choice("reminder_24h", "pigeon", True), 400, "channel"),
    alice("chooses a kind there is none of", "PUT", PREFERENCES, choice("birthday_of_everyone", "email", True), 400, "kind"),
    alice("chooses with a one", "PUT", PREFERENCES, choice("reminder_24h", "email", 1), 400),
    alice("makes 101 choices", "PUT", PREFERENCES, {"choices": choice("reminder_24h", "email", True)["choices"] * 101}, 400, "choices"),
    alice("wants quiet at half past 25", "PUT", PREFERENCES, {"quiet_hours": {"from": "25:30", "until": "07:00"}}, 400),
    alice("wants quiet with a line break", "PUT", PREFERENCES, {"quiet_hours": {"from": "22:00\n", "until": "07:00\x00"}}, 400),
    alice("wants messages in Klingon", "PUT", PREFERENCES, {"language": "tlh"}, 400, "language"),
    alice("wants messages in Klingon on her profile", "PATCH", "/auth/profile", {"language": "tlh"}, 400, "language"),
    alice("reads the plan of a booking there is none of", "GET", "/bookings/999999/messages", None, 404, "not_found"),
    alice("reads the plan of Priya's session", "GET", "/sessions/{session}/messages", None, 403, "forbidden"),
    host("reads the plan of Arjun's event", "GET", "/sessions/999999/messages", None, 404, "not_found"),
    alice("adds a team channel", "POST", TEAMS, team(), 403, "forbidden"),
    host("posts to her own machine", "POST", TEAMS, team(address="https://127.0.0.1/services/T0"), 400, "address"),
    host("posts to a machine inside", "POST", TEAMS, team(address="https://169.254.169.254/services/T0"), 400, "address"),
    host("posts to an address inside in hexadecimal", "POST", TEAMS, team(address="https://0x7f000001/services/T0"), 400, "address"),
    host("posts to Slack without TLS", "POST", TEAMS, team(address="http://hooks.slack.com/services/T0"), 400, "address"),
    host("posts to another with Slack's name", "POST", TEAMS, team(address="https://hooks.slack.com@evil.example/services/T0"), 400, "address"),
    host("posts to a subdomain of another", "POST", TEAMS, team(address="https://hooks.slack.com.evil.example/services/T0"), 400, "address"),
    host("posts to Slack through Discord", "POST", TEAMS, team(kind="discord"), 400, "address"),
    host("posts by pigeon", "POST", TEAMS, team(kind="pigeon"), 400, "kind"),
    host("posts to half an address", "POST", TEAMS, team(address="https://[half/services"), 400, "address"),
    host("names a channel with a line break", "POST", TEAMS, team(label="Studio\nBcc: everyone"), 400, "label"),
    host("calls a word by WhatsApp", "POST", TEAMS, team(kind="whatsapp", address="our nice number"), 400, "address"),
    host("tries a team channel there is none of", "POST", TEAMS + "/999999/test", None, 404, "not_found"),
    nobody("follows a link of her own making", "GET", "/links/bWFuYWdl.c2lnbmVk", None, 404, "not_found"),
    nobody("cancels by a link of her own making", "POST", "/links/WyJjYW5jZWwiLDEsOTk5OTk5OTk5OV0.AAAA/cancel", None, 404, "not_found"),
    nobody("unsubscribes Alice by guessing", "POST", "/links/{alice_id}/unsubscribe", None, 404, "not_found"),
    nobody("follows a link of 5,000 letters", "GET", "/links/" + "a" * 5_000, None, 400, "token"),
]  # fmt: skip

BAD_REQUESTS = [
    *TYPES,
    *SIZES,
    *ENCODINGS,
    *TIMES,
    *UNKNOWN_FIELDS,
    *QUERIES,
    *OTHER_PEOPLES,
    *TOKENS,
    *TO_THE_CRM,
    *TO_THE_APPROVAL_QUEUE,
    *NOTIFICATIONS,
]
