"""The IP address that a request comes from."""

from ipaddress import ip_address

from flask import request

from main_app.auth.access import has_service_token

CLIENT_ADDRESS = "X-Client-Address"


def client_address() -> str:
    """The visitor's IP address. A forwarded sign-in from the CRM names it in a header."""
    forwarded = request.headers.get(CLIENT_ADDRESS)
    if forwarded and has_service_token():
        try:
            return str(ip_address(forwarded))
        except ValueError:
            return request.remote_addr or ""
    return request.remote_addr or ""
