"""Fixtures for every test: the real services, and people who use them. A skipped test fails."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

# Before service_kit.responses is imported, here and in the services that tests start.
os.environ["CHECK_RESPONSES"] = "true"

from service_kit import clock
from tests.support.mail import close_any_mail_server
from tests.support.people import Person, register, register_with_role
from tests.support.postgres import ADMIN_URL, throwaway_cluster
from tests.support.rounds import rounds, thorough
from tests.support.services import Services, engine_under_test

SKIPPED = "Skipped. A skipped test proves nothing: provide what it needs, or mark it with engine(name)."
LONGEST_FIRST = (
    "browser/test_every_page.py",
    "browser/test_long_texts.py",
    "main_app/test_payment_providers.py",
    "faults/test_crm_faults.py",
    "browser/test_messages.py",
    "faults/test_kill_minus_nine.py",
    "browser/test_integration_page.py",
    "browser/test_signing_in.py",
    "browser/test_booking.py",
    "integration/test_last_place_races.py",
    "crm_microservice/test_sign_ins.py",
    "service_kit/test_server_around_flask.py",
    "backup/test_backup.py",
    "faults/test_killed_while_paying.py",
    "backup/test_restored_payments.py",
    "browser/test_paying.py",
    "faults/test_postgresql_away.py",
    "crm_microservice/test_read_model_order.py",
    "backup/test_restored_installation.py",
    "main_app/test_templates.py",
    "browser/test_facilitators_at_work.py",
    "main_app/test_money_races.py",
    "browser/test_times.py",
    "security/test_schemathesis.py",
    "browser/test_approvals.py",
    "browser/test_discover.py",
    "browser/test_outages.py",
    "integration/test_claiming_cost.py",
    "integration/test_booking_reaches_the_facilitator.py",
    "service_kit/test_worst_input.py",
    "crm_microservice/test_read_model.py",
    "faults/test_killed_while_mailing.py",
    "browser/test_message_settings.py",
    "integration/test_claiming.py",
    "integration/test_facilitators_races.py",
    "integration/test_notification_races.py",
    "security/test_authorization_table.py",
    "crm_microservice/test_approvals_limits.py",
    "integration/test_facilitators_at_work.py",
    "faults/test_backlog.py",
    "integration/test_outbox_at_scale.py",
    "crm_microservice/test_stream.py",
    "security/test_secrets.py",
    "main_app/test_first_release_migration.py",
    "security/test_bad_input.py",
)
cluster = ExitStack()


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """The services as processes, shared by all tests that do not damage them."""
    with Services() as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def _mail_server_ends() -> Iterator[None]:
    yield
    close_any_mail_server()


@pytest.fixture
def start_services() -> Iterator[Callable[..., Services]]:
    """Starts services for one test, which may kill and break them. Takes the arguments of Services."""
    with ExitStack() as running:
        yield lambda **options: running.enter_context(Services(**options))


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock of this process, so that a slow machine cannot end a lease or a delay before its test does."""
    moment = clock.now()
    monkeypatch.setattr("service_kit.clock._system_time", lambda: moment)


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
    """Start one PostgreSQL for the whole run. The test processes get its address from the environment."""
    if engine_under_test() == "postgresql" and ADMIN_URL not in os.environ:
        os.environ[ADMIN_URL] = cluster.enter_context(throwaway_cluster())


def pytest_unconfigure() -> None:
    cluster.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    elsewhere = [item for item in items if _runs_elsewhere(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    items.sort(key=_position_of_file)


def _runs_elsewhere(item: pytest.Item) -> bool:
    engine = engine_under_test()
    if engine != "sqlite" and not thorough() and item.get_closest_marker("either_engine"):
        return True
    return any(engine not in mark.args for mark in item.iter_markers("engine"))


def _position_of_file(item: pytest.Item) -> int:
    """Files run in parallel. The longest begin first, so that all processes end at about the same time."""
    file = item.path.relative_to(item.config.rootpath / "tests").as_posix()
    return LONGEST_FIRST.index(file) if file in LONGEST_FIRST else len(LONGEST_FIRST)


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
