"""Bookings: each person's own."""

from typing import Any

from flask import Response
from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import SIGNED_IN, access, caller
from main_app.bookings import operations, queries
from main_app.bookings.idempotency import answer_once
from main_app.bookings.schemas import (
    BookingAnswer,
    BookingList,
    BookingPath,
    BookingSearch,
    BookingShown,
    BookSession,
    Timeline,
)

bookings = APIBlueprint("bookings", __name__, abp_tags=[Tag(name="Bookings")])


@bookings.post("/bookings/book", responses={201: BookingAnswer, 200: BookingAnswer})
@access(*SIGNED_IN)
def book(body: BookSession) -> Response:
    """Book a session. Takes an Idempotency-Key."""
    return answer_once(caller().id, lambda: operations.book_session(caller().id, body.session_id))


@bookings.post("/book", responses={201: BookingAnswer, 200: BookingAnswer})
@access(*SIGNED_IN)
def book_short(body: BookSession) -> Response:
    """The same as POST /bookings/book."""
    return answer_once(caller().id, lambda: operations.book_session(caller().id, body.session_id))


@bookings.get("/bookings", responses={200: BookingList})
@access(*SIGNED_IN)
def list_bookings(query: BookingSearch) -> dict[str, Any]:
    """Your bookings."""
    return queries.find_own_bookings(caller().id, query)


@bookings.get("/bookings/my-bookings", responses={200: BookingList})
@access(*SIGNED_IN)
def my_bookings(query: BookingSearch) -> dict[str, Any]:
    """The same as GET /bookings."""
    return queries.find_own_bookings(caller().id, query)


@bookings.get("/bookings/<int:booking_id>", responses={200: BookingShown})
@access(*SIGNED_IN)
def show_booking(path: BookingPath) -> dict[str, Any]:
    """One of your bookings."""
    return {"booking": queries.get_own_booking(caller().id, path.booking_id)}


@bookings.post("/bookings/cancel/<int:booking_id>", responses={200: BookingAnswer})
@access(*SIGNED_IN)
def cancel(path: BookingPath) -> Response:
    """Cancel a booking of yours. Takes an Idempotency-Key."""
    return answer_once(caller().id, lambda: operations.cancel_booking(caller().id, path.booking_id))


@bookings.post("/bookings/reactivate/<int:booking_id>", responses={200: BookingAnswer})
@access(*SIGNED_IN)
def reactivate(path: BookingPath) -> Response:
    """Bring back a booking you cancelled, if a seat is left. Takes an Idempotency-Key."""
    return answer_once(caller().id, lambda: operations.reactivate_booking(caller().id, path.booking_id))


@bookings.get("/bookings/<int:booking_id>/timeline", responses={200: Timeline})
@access(*SIGNED_IN)
def timeline(path: BookingPath) -> dict[str, Any]:
    """What happened to a booking and its messages: for its guest, its facilitator and an admin."""
    person = caller()
    return {"timeline": queries.booking_timeline(person.id, person.role, path.booking_id)}
