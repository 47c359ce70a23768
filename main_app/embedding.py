"""Lets the studio's other websites show its events with `embed.js`."""

from flask import Flask, Response, request

from main_app.settings import MainSettings

# What anybody may read, and embed.js does.
READ = ("/events", "/sessions", "/facilitators/")


def init_embedding(app: Flask, settings: MainSettings) -> None:
    """Let pages of EMBED_ORIGINS read public data, without credentials: a browser shows them nothing of its user's."""
    if not settings.embed_origins:
        return

    @app.after_request
    def allow_reading(response: Response) -> Response:
        origin = request.headers.get("Origin")
        if request.method in ("GET", "HEAD") and origin in settings.embed_origins and request.path.startswith(READ):
            response.headers.setdefault("Access-Control-Allow-Origin", origin)
            response.vary.add("Origin")
        return response
