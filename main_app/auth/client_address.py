"""Where a request comes from."""

from ipaddress import ip_address

from flask import request

from main_app.auth.access import has_service_token

CLIENT_ADDRESS = "X-Client-Address"


def client_address() -> str:
    """The visitor's address. The CRM passes sign-ins on: with its service token it names the visitor's."""
    named = request.headers.get(CLIENT_ADDRESS)
    if named and has_service_token():
        try:
            return str(ip_address(named))
        except ValueError:
            return request.remote_addr or ""
    return request.remote_addr or ""
