"""Serves the built web app: its files, and index.html with the studio's facts at the address of each page.

Other addresses, and pages of events that don't exist, get index.html with status 404.
"""

import re
from contextlib import suppress
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Response, request, send_from_directory
from flask_openapi import OpenAPI
from werkzeug.exceptions import HTTPException
from werkzeug.utils import safe_join

from main_app.events.facilitators import facilitators_ahead
from main_app.events.page_path import PATTERN, id_of
from main_app.events.previews import (
    Preview,
    event_preview,
    facilitator_preview,
    page_with_preview,
    studio_preview,
)
from main_app.events.queries import is_published, pages_ahead, path_of_published
from main_app.settings import MainSettings, settings
from main_app.studio.index_html import manifest_with_studio, page_with_studio
from main_app.studio.queries import StudioFacts, studio_facts
from service_kit.problems import NotFound, http_problem, problem_response
from service_kit.rate_limits import limiter
from service_kit.responses import compress
from service_kit.settings import PROJECT_ROOT

DIST = PROJECT_ROOT / "frontend" / "dist"
RAZORPAY_SCRIPT = " https://checkout.razorpay.com"
RAZORPAY = "https://*.razorpay.com"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
MANIFEST = "manifest.webmanifest"
KEEP_FOREVER = "public, max-age=31536000, immutable"
EVENT_PAGE = "e/:slug"
FACILITATOR_PAGE = "with/:slug"
STUDIO_PAGES = ("", "about")
OLD_EVENT_PAGE = "retreats/:eventId"
PAY_PAGE = "pay/:bookingId"
PRIVATE_PAGES = ("account", "admin", "facilitator", "manage", "my-bookings", "my-notifications", "pay", "unsubscribe")
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The pages of the web app. A test compares them with frontend/src/app/router.tsx.
PAGES = (
    "",
    EVENT_PAGE,
    OLD_EVENT_PAGE,
    FACILITATOR_PAGE,
    "about",
    "terms",
    "privacy",
    "sign-in",
    "register",
    "forgotten-password",
    "reset-password",
    "invitation",
    "first-start",
    "verify-email",
    "manage/:token",
    "unsubscribe/:token",
    "my-notifications",
    "my-bookings",
    "my-bookings/:bookingId",
    PAY_PAGE,
    "account",
    "facilitator",
    "facilitator/sessions/:sessionId",
    "facilitator/events",
    "facilitator/events/new",
    "facilitator/events/:eventId",
    "facilitator/events/:eventId/edit",
    "facilitator/events/:eventId/sessions/new",
    "facilitator/events/:eventId/sessions/:sessionId",
    "facilitator/channels",
    "facilitator/money",
    "facilitator/money/:orderId",
    "facilitator/bookings/:bookingId/order",
    "facilitator/guests",
    "facilitator/guests/:userId",
    "admin",
    "mailbox",
    "admin/studio",
    "admin/people",
    "admin/bookings",
    "admin/events",
    "admin/audit",
    "admin/api-keys",
    "admin/suppressions",
    "admin/templates",
    "admin/approvals",
    "admin/customers",
    "admin/customers/:customerId",
    "admin/money",
    "admin/money/:orderId",
    "admin/integration",
    "admin/integration/deliveries/:messageId",
)
# A signed link is longer than a number and has dots in it.
TOKEN = "([A-Za-z0-9._~-]{1,2000})"
PAGE_PATTERNS = {
    page: re.compile(re.sub(":[A-Za-z]+", "([0-9]{1,18})", page.replace(":token", TOKEN).replace(":slug", PATTERN)))
    for page in PAGES
}


def content_policy(settings: MainSettings, *, razorpay: bool = False) -> str:
    """The Content-Security-Policy of the web app: only this server, and the CRM for live updates.

    Where guests pay, `razorpay` allows Razorpay's form too.
    """
    crm = urlsplit(settings.crm_public_url)
    script, data = (RAZORPAY_SCRIPT, f" {RAZORPAY}") if razorpay else ("", "")
    frames = " ".join(settings.embed_origins) or "'none'"
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{script}",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data:{data}",
            "font-src 'self'",
            f"connect-src 'self' {crm.scheme}://{crm.netloc}{data}",
            f"frame-src 'self'{data}",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {frames}",
        )
    )


def init_ui(app: OpenAPI) -> None:
    @app.get("/ui-config", doc_ui=False)
    def ui_config() -> dict[str, Any]:
        return {"crm_base_url": settings().crm_public_url}

    @app.get("/robots.txt", doc_ui=False)
    def robots() -> Response:
        lines = ["User-agent: *", "Allow: /", *(f"Disallow: /{page}" for page in PRIVATE_PAGES)]
        text = "\n".join((*lines, f"Sitemap: {settings().public_url}/sitemap.xml", ""))
        return _made(text, "text/plain; charset=utf-8", conditional=True)

    @app.get("/sitemap.xml", doc_ui=False)
    @limiter.limit("60 per minute")
    def sitemap() -> Response:
        """The studio's pages, those of events that have not ended and of their facilitators."""
        paths = ["/", *(["/about"] if studio_facts().about else []), *facilitators_ahead()]
        listed = [f"<url><loc>{escape(settings().public_url + path)}</loc></url>" for path in paths]
        for path, changed_at in pages_ahead():
            address = escape(settings().public_url + path)
            listed.append(f"<url><loc>{address}</loc><lastmod>{changed_at.date().isoformat()}</lastmod></url>")
        xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">{"".join(listed)}</urlset>\n'
        return _made(xml, "application/xml", conditional=True)

    @cache
    def api_prefixes() -> frozenset[str]:
        """The first part of each route's path: unknown addresses below it get a JSON error, not a page."""
        return frozenset(rule.rule.split("/")[1] for rule in app.url_map.iter_rules())

    # Not a catch-all route, which would respond to POST at an unknown address with 405 instead of 404.
    @app.errorhandler(404)
    def page(error: HTTPException) -> Response:
        path = request.path.lstrip("/")
        if request.method not in ("GET", "HEAD") or path.split("/", 1)[0] in api_prefixes():
            return http_problem(error)
        if path == MANIFEST and _is_built(path):
            manifest = manifest_with_studio((DIST / path).read_text("utf-8"), studio_facts())
            return _made(manifest, "application/manifest+json", conditional=True)
        if path and path != "index.html" and _is_built(path):
            return _file(path)
        if not _is_built("index.html"):
            return problem_response(NotFound("page: the web app is not built (python start_services.py builds it)"))
        old_address = PAGE_PATTERNS[OLD_EVENT_PAGE].fullmatch(path.rstrip("/"))
        if old_address and (moved := path_of_published(int(old_address[1]))):
            return _redirect(moved)
        is_page = _is_page(path)
        if not is_page and (path.startswith("assets/") or "." in path.rsplit("/", 1)[-1]):
            return http_problem(error)
        studio = studio_facts()
        html = page_with_studio((DIST / "index.html").read_text("utf-8"), studio)
        preview = _preview_of(path, studio) if is_page else None
        if PAGE_PATTERNS[FACILITATOR_PAGE].fullmatch(path.rstrip("/")):
            is_page = preview is not None
        if preview:
            html = page_with_preview(html, preview, settings().public_url, studio.name)
        response = _made(html, "text/html; charset=utf-8", conditional=is_page)
        if PAGE_PATTERNS[PAY_PAGE].fullmatch(path.rstrip("/")) and settings().razorpay_key_id:
            response.headers["Content-Security-Policy"] = content_policy(settings(), razorpay=True)
        if not is_page:
            response.status_code = 404
        return response


def _is_page(path: str) -> bool:
    for page, pattern in PAGE_PATTERNS.items():
        if match := pattern.fullmatch(path.rstrip("/")):
            if page in (EVENT_PAGE, OLD_EVENT_PAGE):
                return is_published(id_of(match[1]) or 0)
            return True
    return False


def _preview_of(path: str, studio: StudioFacts) -> Preview | None:
    """The preview of the studio's, an event's or a facilitator's page; None for another one, or if there is no such."""
    if path.rstrip("/") in STUDIO_PAGES and studio.own_name:
        return studio_preview(f"/{path}", settings().public_url, studio)
    for page, make in ((EVENT_PAGE, event_preview), (FACILITATOR_PAGE, facilitator_preview)):
        match = PAGE_PATTERNS[page].fullmatch(path.rstrip("/"))
        if match and (row_id := id_of(match[1])):
            with suppress(NotFound):
                return make(row_id, settings().public_url, studio)
    return None


def _redirect(path: str) -> Response:
    query = request.query_string.decode("ascii", "ignore")
    return Response(status=301, headers={"Location": f"{path}?{query}" if query else path})


def _is_built(path: str) -> bool:
    """Whether the build has this file. False for a path outside the build and for an invalid file name."""
    inside = safe_join(str(DIST), path)
    try:
        return inside is not None and Path(inside).is_file()
    except OSError:
        return False


def _made(text: str, content_type: str, *, conditional: bool) -> Response:
    """A response with a text that was made for this request."""
    response = compress(Response(text, content_type=content_type))
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    if conditional:
        response.make_conditional(request)
    return response


def _file(path: str) -> Response:
    # Werkzeug fails on some ranges, and no page or picture needs one: the whole file is always a valid response.
    request.environ.pop("HTTP_RANGE", None)
    response = _best_encoding(path)
    response.headers["Cache-Control"] = KEEP_FOREVER if path.startswith("assets/") else "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers.pop("Accept-Ranges", None)
    return response


def _best_encoding(path: str) -> Response:
    for encoding, suffix in ENCODINGS:
        compressed = f"{path}{suffix}"
        if request.accept_encodings[encoding] and _is_built(compressed):
            plain = send_from_directory(DIST, path, etag=True)
            response = send_from_directory(DIST, compressed, etag=True, conditional=True)
            response.content_type = plain.content_type
            plain.close()
            response.headers["Content-Encoding"] = encoding
            return response
    return send_from_directory(DIST, path, etag=True, conditional=True)
