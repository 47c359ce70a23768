"""The address that a request comes from, and how limits count it."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from flask import request

from service_kit.limiter_keys import LimitKind, limiter_key
from service_kit.service_token import sent_service_token

CLIENT_ADDRESS = "X-Client-Address"  # in which a service names the client for whom it asks
COUNTED_BITS = 64  # of an IPv6 address: one household has 2^64 addresses
UNKNOWN = "unknown"


def client_address() -> str:
    """The client's IP address."""
    forwarded = request.headers.get(CLIENT_ADDRESS)
    named = parsed_address(forwarded) if forwarded and sent_service_token() else None
    return str(named or parsed_address(request.remote_addr or "") or UNKNOWN)


def client_key() -> str:
    """The key by which limits count the client of this request."""
    return address_key(client_address())


def address_key(address: str) -> str:
    return limiter_key(LimitKind.ADDRESS, counted_network(address))


def counted_network(address: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 network of an IPv6 address."""
    ip = parsed_address(address)
    if isinstance(ip, IPv6Address):
        return str(IPv6Network((int(ip), COUNTED_BITS), strict=False))
    return str(ip or UNKNOWN)


def parsed_address(text: str) -> IPv4Address | IPv6Address | None:
    """An IPv4 address that is written as IPv6 is an IPv4 address. Some proxies add the port."""
    try:
        ip = ip_address(text)
    except ValueError:
        try:
            ip = ip_address(urlsplit(f"//{text}").hostname or "")
        except ValueError:
            return None
    return ip.ipv4_mapped or ip if isinstance(ip, IPv6Address) else ip
