"""No two kinds of things share a count, and every spelling of a client's address has the same one."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network

import pytest
from flask import Flask
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service_kit.client_address import address_key, client_address, counted_network
from service_kit.limiter_keys import LimitKind, limiter_key
from service_kit.rate_limits import limiter
from tests.service_kit.both_services import SERVICES, TOKEN, service

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

SEPARATORS = st.text("ab:/ %\n", max_size=4)  # what a naive key would be put together with
PARTS = st.lists(
    st.one_of(st.text(max_size=8), SEPARATORS, st.integers(), st.sampled_from(list(LimitKind))), max_size=3
)


@settings(deadline=None)
@given(st.sampled_from(list(LimitKind)), PARTS, st.sampled_from(list(LimitKind)), PARTS)
def test_whatever_a_stranger_types_counts_for_nothing_else(
    kind: LimitKind, parts: list[str | int], other_kind: LimitKind, other_parts: list[str | int]
) -> None:
    same = (kind, [str(part) for part in parts]) == (other_kind, [str(part) for part in other_parts])
    assert (limiter_key(kind, *parts) == limiter_key(other_kind, *other_parts)) is same


@settings(deadline=None)
@given(st.sampled_from(list(LimitKind)), PARTS, st.sampled_from(list(LimitKind)))
def test_a_name_that_is_written_like_a_key_is_not_that_key(
    kind: LimitKind, parts: list[str | int], other: LimitKind
) -> None:
    assert limiter_key(other, limiter_key(kind, *parts)) != limiter_key(kind, *parts)


@settings(deadline=None)
@given(st.sampled_from(list(LimitKind)), PARTS)
def test_a_key_has_no_slash_with_which_the_limits_library_joins_keys(kind: LimitKind, parts: list[str | int]) -> None:
    assert "/" not in limiter_key(kind, *parts)


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_a_guest_on_ipv4_counts_once_however_the_server_writes_the_address(ip: IPv4Address) -> None:
    mapped = IPv6Address(b"\0" * 10 + b"\xff" * 2 + ip.packed)
    spellings = (f"::ffff:{ip}", mapped.compressed, mapped.exploded, mapped.exploded.upper(), f"{ip}:4711")
    assert {address_key(written) for written in spellings} == {address_key(str(ip))}


@settings(deadline=None)
@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_a_household_on_ipv6_counts_once(ip: IPv6Address, neighbour: int) -> None:
    same = IPv6Address(int(ip) >> 64 << 64 | neighbour)
    assume(ip.ipv4_mapped is None and same.ipv4_mapped is None)
    assert counted_network(str(ip)) == counted_network(f"[{same}]:443") == counted_network(same.exploded)
    assert IPv6Network(counted_network(str(ip))).prefixlen == 64


def test_two_households_count_apart() -> None:
    assert address_key("2001:db8:1:2::1") != address_key("2001:db8:1:3::1")
    assert counted_network("fe80::1%eth0") == counted_network("fe80::2")


def test_addresses_that_are_none_share_one_count() -> None:
    assert address_key("") == address_key("unknown") == address_key("not an address") == address_key("1.2.3.4.5")


@pytest.mark.parametrize(
    ("sent", "named", "seen"),
    [
        ("::ffff:cb00:7107", None, "203.0.113.7"),
        ("2001:DB8::1", None, "2001:db8::1"),
        ("192.0.2.1", ("203.0.113.9", TOKEN), "203.0.113.9"),
        ("192.0.2.1", ("::ffff:203.0.113.9", TOKEN), "203.0.113.9"),
        ("192.0.2.1", ("nowhere", TOKEN), "192.0.2.1"),
        ("192.0.2.1", ("203.0.113.9", "another-token"), "192.0.2.1"),
    ],
)
def test_only_a_service_names_another_client(
    each_service: Flask, sent: str, named: tuple[str, str] | None, seen: str
) -> None:
    headers = {"X-Client-Address": named[0], "Authorization": f"Bearer {named[1]}"} if named else {}
    with each_service.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": sent}):
        assert client_address() == seen


@pytest.mark.parametrize("name", SERVICES)
def test_a_limit_counts_a_household_and_every_spelling_of_an_address_once(name: str) -> None:
    secrets = {secret: "s" * 32 for secret in ("SECRET_KEY", "JWT_SECRET_KEY", "CRM_AUTH_TOKEN")}  # open to the network
    limit = {"CRM_NOTIFY_LIMIT": "30 per hour"} if name == "crm" else {}
    path = "/notify" if name == "crm" else "/auth/verify-email"
    with service(name, RATELIMIT_ENABLED="true", **secrets, **limit) as app:

        def send(address: str) -> int:
            return app.test_client().post(path, json={}, environ_base={"REMOTE_ADDR": address}).status_code

        try:
            household = [send(f"2001:db8:1:2::{number:x}") for number in range(31)]
            spellings = [send(("203.0.113.7", "::ffff:203.0.113.7", "::ffff:cb00:7107")[n % 3]) for n in range(31)]
        finally:
            limiter.enabled = False  # it is one for all applications of a process
    for statuses in (household, spellings):
        assert 429 not in statuses[:30]
        assert statuses[30] == 429
