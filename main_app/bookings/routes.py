"""Bookings: each person's own."""

from collections.abc import Callable

from flask import Response
from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, FACILITATOR, SIGNED_IN, access, caller
from main_app.bookings import for_guests, operations, queries
from main_app.bookings.move import move_booking
from main_app.bookings.schemas import (
    BookForGuest,
    BookingList,
    BookingOut,
    BookingPath,
    BookingResponse,
    BookingSearch,
    BookingShown,
    BookSession,
    CancelForGuest,
    MoveBooking,
    Rebook,
    Timeline,
    TimelinePage,
)
from main_app.bookings.states import BookingStatus
from main_app.database import IdempotencyKey
from main_app.events.schemas import SessionPath
from service_kit.fields import Out
from service_kit.idempotency import BodyAndStatus, idempotent_response
from service_kit.rate_limits import limit_per_account
from service_kit.responses import JSON, json_of

WHATEVER_IS_OFFERED = Rebook()  # the first release took no body
REACTIVATED = "Booking reactivated successfully"
limited = limit_per_account("60 per minute", "bookings")
bookings = APIBlueprint("bookings", __name__, abp_tags=[Tag(name="Bookings")])


@bookings.post("/bookings/book", responses={201: BookingResponse, 200: BookingResponse})
@access(*SIGNED_IN)
@limited
def book(body: BookSession) -> Response:
    """Book a session. Accepts an `Idempotency-Key` header."""
    return _idempotent(lambda: _booked_response(_book(body)))


@bookings.post("/book", responses={201: BookingResponse, 200: BookingResponse})
@access(*SIGNED_IN)
@limited
def book_short(body: BookSession) -> Response:
    """The same as POST /bookings/book."""
    return _idempotent(lambda: _booked_response(_book(body)))


@bookings.get("/bookings", responses={200: BookingList})
@access(*SIGNED_IN)
def list_bookings(query: BookingSearch) -> Response:
    """Your bookings."""
    return Response(json_of(BookingList, queries.find_own_bookings(caller().id, query)), content_type=JSON)


@bookings.get("/bookings/my-bookings", responses={200: BookingList})
@access(*SIGNED_IN)
def my_bookings(query: BookingSearch) -> Response:
    """The same as GET /bookings."""
    return Response(json_of(BookingList, queries.find_own_bookings(caller().id, query)), content_type=JSON)


@bookings.get("/bookings/<int:booking_id>", responses={200: BookingShown})
@access(*SIGNED_IN)
def show_booking(path: BookingPath) -> Response:
    """One of your bookings."""
    return _json_response(BookingShown(booking=queries.get_own_booking(caller().id, path.booking_id)))


@bookings.post("/bookings/cancel/<int:booking_id>", responses={200: BookingResponse})
@access(*SIGNED_IN)
@limited
def cancel(path: BookingPath) -> Response:
    """Cancel a booking of yours. Accepts an `Idempotency-Key` header."""
    cancelled = "Booking cancelled successfully"
    return _idempotent(lambda: _change_response(cancelled, operations.cancel_booking(caller(), path.booking_id)))


@bookings.post("/bookings/reactivate/<int:booking_id>", responses={200: BookingResponse})
@access(*SIGNED_IN)
@limited
def reactivate(path: BookingPath, body: Rebook = WHATEVER_IS_OFFERED) -> Response:
    """Bring back a booking you cancelled, if places are left. Accepts an `Idempotency-Key` header."""
    return _idempotent(
        lambda: _change_response(
            REACTIVATED, operations.reactivate_booking(caller(), path.booking_id, body.offer_version)
        )
    )


@bookings.post("/bookings/<int:booking_id>/move", responses={201: BookingResponse})
@access(*SIGNED_IN)
@limited
def move(path: BookingPath, body: MoveBooking) -> Response:
    """Book another session of the same event instead of this one, which is cancelled. Nothing must have been paid.

    The response has the new booking. Accepts an `Idempotency-Key` header.
    """
    return _idempotent(lambda: _moved_response(move_booking(caller(), path.booking_id, body)))


@bookings.post("/sessions/<int:session_id>/bookings", responses={201: BookingResponse})
@access(FACILITATOR, ADMIN)
@limited
def book_for_guest(path: SessionPath, body: BookForGuest) -> Response:
    """Book places for a guest: for the session's facilitator. The guest is told, and pays the facilitator.

    Accepts an `Idempotency-Key` header.
    """
    return _idempotent(lambda: _booked_for_guest(for_guests.book_for_guest(caller(), path.session_id, body)))


@bookings.post("/bookings/<int:booking_id>/cancel-for-guest", responses={200: BookingResponse})
@access(FACILITATOR, ADMIN)
@limited
def cancel_for_guest(path: BookingPath, body: CancelForGuest) -> Response:
    """Cancel the booking of one guest, with a reason: for the session's facilitator. The guest is told."""
    booking = for_guests.cancel_for_guest(caller(), path.booking_id, body.reason)
    return _json_response(BookingResponse(message="Booking cancelled", booking=booking))


@bookings.post("/bookings/<int:booking_id>/seen", responses={200: BookingShown})
@access(*SIGNED_IN)
@limited
def mark_seen(path: BookingPath) -> Response:
    """Mark the facilitator's change or cancellation of the session as seen."""
    return _json_response(BookingShown(booking=operations.mark_change_seen(caller(), path.booking_id)))


@bookings.get("/bookings/<int:booking_id>/timeline", responses={200: Timeline})
@access(*SIGNED_IN)
def timeline(path: BookingPath, query: TimelinePage) -> Response:
    """What happened to a booking and to the messages about it: for its guest, its facilitator and an admin."""
    return _json_response(queries.booking_timeline(caller(), path.booking_id, query))


def _idempotent(perform: Callable[[], BodyAndStatus]) -> Response:
    return idempotent_response(IdempotencyKey, caller().key, perform)


def _book(body: BookSession) -> operations.BookingResult:
    return operations.book_session(caller(), body.session_id, offer_version=body.offer_version)


def _booked_response(result: operations.BookingResult) -> BodyAndStatus:
    if result.reactivated:
        return _change_response(REACTIVATED, result.booking)
    held = result.booking.status == BookingStatus.HELD
    message = "Your place is held until it is paid" if held else "Session booked successfully"
    return BookingResponse(message=message, booking=result.booking).model_dump_json(), 201


def _moved_response(booking: BookingOut) -> BodyAndStatus:
    return BookingResponse(message="Booking moved successfully", booking=booking).model_dump_json(), 201


def _booked_for_guest(booking: BookingOut) -> BodyAndStatus:
    return BookingResponse(message="Booked for the guest", booking=booking).model_dump_json(), 201


def _change_response(message: str, booking: BookingOut) -> BodyAndStatus:
    return BookingResponse(message=message, booking=booking).model_dump_json(), 200


def _json_response(body: Out) -> Response:
    return Response(body.model_dump_json(), 200, content_type=JSON)
