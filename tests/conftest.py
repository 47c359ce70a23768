"""Fixtures for every test: the real services, and people who use them. A skipped test is a failed one."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.support.people import Person, register, register_with_role
from tests.support.postgres import ADMIN_URL, throwaway_cluster
from tests.support.rounds import rounds
from tests.support.services import Services, engine_under_test

SKIPPED = "Skipped, and a skipped test proves nothing: provide what it needs, or mark it with engine(name)."
cluster = ExitStack()


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """The services as processes, shared by all tests that leave them as they found them."""
    with Services() as running:
        yield running


@pytest.fixture
def start_services() -> Iterator[Callable[..., Services]]:
    """Starts services of the test's own, to be killed and broken. Takes what Services takes."""
    with ExitStack() as running:
        yield lambda **options: running.enter_context(Services(**options))


@pytest.fixture
def alice(services: Services) -> Person:
    return register(services, "Alice")


@pytest.fixture
def bob(services: Services) -> Person:
    return register(services, "Bob")


@pytest.fixture(scope="session")
def facilitator(services: Services) -> Person:
    return register_with_role(services, "Priya", "facilitator")


@pytest.fixture(scope="session")
def other_facilitator(services: Services) -> Person:
    return register_with_role(services, "Arjun", "facilitator")


@pytest.fixture(scope="session")
def admin(services: Services) -> Person:
    return register_with_role(services, "Noor", "admin")


@pytest.fixture
def new_person(services: Services) -> Callable[[str], Person]:
    return lambda name: register(services, name)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=rounds(200), help="How many times the services are killed at random.")


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for the whole run: its address reaches the parallel test processes by the environment."""
    if engine_under_test() == "postgresql" and ADMIN_URL not in os.environ:
        os.environ[ADMIN_URL] = cluster.enter_context(throwaway_cluster())


def pytest_unconfigure() -> None:
    cluster.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    elsewhere = [
        item for item in items if any(engine_under_test() not in mark.args for mark in item.iter_markers("engine"))
    ]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    # Files run side by side: what takes minutes begins first, so that the rest fits beside it.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"{SKIPPED}\n{report.longreprtext}"
    if report.failed:
        values: dict[str, Any] = getattr(item, "funcargs", {})
        for name, value in values.items():
            if isinstance(value, Services):
                report.sections.append((f"logs of {name}", value.logs()))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        report.outcome, report.longrepr = "failed", f"{SKIPPED}\n{report.longrepr}"
    return report
