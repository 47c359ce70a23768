"""The HTTP side of a facilitator's bookings, sessions and figures."""

from typing import Any

from flask import Response, current_app
from flask_openapi import APIBlueprint, Tag

from crm_microservice import main_api
from crm_microservice.auth import confirmed_facilitator_or_service, facilitator_or_service
from crm_microservice.database import db
from crm_microservice.facilitators import bookings, dashboard_counts, sessions, unread_notifications
from crm_microservice.facilitators.on_behalf import events_client_for
from crm_microservice.facilitators.payments import money_of
from crm_microservice.facilitators.recent_sessions import RecentSessions
from crm_microservice.facilitators.schemas import (
    BookingExport,
    BookingList,
    BookingQuery,
    FacilitatorPath,
    LoginBody,
    ReadBody,
    SessionList,
    SessionQuery,
    SignedIn,
    Statistics,
    StatisticsQuery,
    Unread,
)
from crm_microservice.notifications.current import current_store, up_to_date_engine
from crm_microservice.openapi import CSV, SERVICE_OR_FACILITATOR
from crm_microservice.settings import settings
from service_kit.client_address import client_address
from service_kit.fields import pagination
from service_kit.responses import json_response
from service_kit.strict_json import checked_input

facilitator_routes = APIBlueprint(
    "facilitators", __name__, url_prefix="/api/facilitator", abp_tags=[Tag(name="facilitators")]
)


@facilitator_routes.get(
    "/<facilitator_id>/bookings",
    summary="The facilitator's bookings, last changed first",
    security=SERVICE_OR_FACILITATOR,
    responses={200: BookingList},
)
@confirmed_facilitator_or_service
@checked_input
def list_bookings(path: FacilitatorPath, query: BookingQuery) -> Response:
    page = bookings.list_bookings(up_to_date_engine(), path.facilitator_id, query)
    listed = {"bookings": page.bookings, "pagination": pagination(query.page, query.per_page, page.total)}
    return json_response(BookingList.model_validate(listed))


@facilitator_routes.get(
    "/<facilitator_id>/bookings.csv",
    summary="The facilitator's bookings as CSV",
    security=SERVICE_OR_FACILITATOR,
    responses={200: CSV},
)
@confirmed_facilitator_or_service
@checked_input
def export_bookings(path: FacilitatorPath, query: BookingExport) -> Response:
    exported = bookings.bookings_as_csv(up_to_date_engine(), path.facilitator_id, query)
    disposition = f'attachment; filename="bookings-{path.facilitator_id}.csv"'
    return Response(exported, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


@facilitator_routes.get(
    "/<facilitator_id>/sessions",
    summary="The facilitator's sessions, earliest first",
    security=SERVICE_OR_FACILITATOR,
    responses={200: SessionList},
)
@facilitator_or_service
@checked_input
def list_sessions(path: FacilitatorPath, query: SessionQuery) -> Response:
    main = events_client_for(path.facilitator_id)
    page = sessions.list_sessions(up_to_date_engine(), main, path.facilitator_id, query)
    listed = {
        "sessions": page.sessions,
        "pagination": pagination(query.page, query.per_page, page.total),
        "stale": page.stale,
    }
    return json_response(SessionList.model_validate(listed))


@facilitator_routes.get(
    "/<facilitator_id>/statistics",
    summary="Statistics for the dashboard",
    security=SERVICE_OR_FACILITATOR,
    responses={200: Statistics},
)
@facilitator_or_service
@checked_input
def show_statistics(path: FacilitatorPath, query: StatisticsQuery) -> Response:
    engine = up_to_date_engine()
    days = dashboard_counts.count_by_day(engine, path.facilitator_id, query)
    recent: RecentSessions = current_app.extensions["recent_sessions"]
    ahead = sessions.sessions_ahead(engine, recent, events_client_for(path.facilitator_id), path.facilitator_id)
    with engine.connect() as connection:
        money = money_of(connection, path.facilitator_id)
    figures = {"days": days, "ahead": ahead, "money": money, "occupancy": ahead.next, "stale": ahead.stale}
    return json_response(Statistics.model_validate(figures))


@facilitator_routes.get(
    "/<facilitator_id>/unread",
    summary="Number of unread notifications",
    security=SERVICE_OR_FACILITATOR,
    responses={200: Unread},
)
@facilitator_or_service
@checked_input
def count_unread(path: FacilitatorPath) -> Response:
    return json_response(
        Unread.model_validate(unread_notifications.count_unread(db.engine, current_store(), path.facilitator_id))
    )


@facilitator_routes.post(
    "/<facilitator_id>/read",
    summary="Mark notifications as read",
    security=SERVICE_OR_FACILITATOR,
    responses={200: Unread},
)
@facilitator_or_service
@checked_input
def mark_read(path: FacilitatorPath, body: ReadBody) -> Response:
    return json_response(
        Unread.model_validate(
            unread_notifications.mark_read(db.engine, current_store(), path.facilitator_id, body.up_to)
        )
    )


@facilitator_routes.post("/login", summary="Sign in with the main API (facilitators only)", responses={200: SignedIn})
def sign_in(body: LoginBody) -> dict[str, Any]:
    # While the service token is being replaced, send the older one: the main API still accepts it.
    token, client = settings().service_tokens[-1], client_address()
    return main_api.sign_in(settings().main_base_url, body.model_dump(exclude_none=True), token, client)
