"""The story of a restore with running services: new bookings never stand under the names of those that were lost."""

import os
import subprocess
import sys
from collections.abc import Callable

from tests.support.people import Person, register, register_with_role
from tests.support.services import ROOT, Services, wait_until


def command(services: Services, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run `python -m launcher ...` with the services' settings."""
    environment = {**os.environ, **services.main.environment}
    return subprocess.run(
        [sys.executable, "-m", "launcher", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip


def on_the_roster(priya: Person) -> dict[int, str]:
    """The names on Priya's page in the CRM, by booking."""
    url = f"{priya.services.real_crm_url}/api/facilitator/{priya.id}/bookings?per_page=100"
    response = priya.http.get(url, headers={"Authorization": f"Bearer {priya.token}"}, timeout=30)
    assert response.status_code == 200, response.text
    return {one["booking_id"]: one["user_name"] for one in response.json()["bookings"]}


def book(person: Person, session_id: int) -> int:
    response = person.book(session_id)
    assert response.status_code == 201, response.text
    return response.json()["booking"]["id"]


def test_dineshs_booking_does_not_stand_under_bobs_name_after_a_restore(
    start_services: Callable[..., Services],
) -> None:
    services = start_services()
    priya = register_with_role(services, "Priya", "facilitator")
    session_id = priya.create_event()["sessions"][0]["id"]
    asha, bob, chandra = (register(services, name) for name in ("Asha", "Bob", "Chandra"))
    kept = book(asha, session_id)
    wait_until(lambda: on_the_roster(priya) == {kept: "Asha"}, 20)
    file = str(services.directory / "one.backup")
    done = command(services, "backup", file)
    assert (done.returncode, done.stdout[:13]) == (0, "Backed up to "), done.stderr

    lost, also_lost = book(bob, session_id), book(chandra, session_id)
    assert asha.cancel(kept).status_code == 200
    wait_until(lambda: len(on_the_roster(priya)) == 3, 20)
    running = command(services, "restore", file, "--yes")
    assert (running.returncode, "Stop the main API, the CRM and all workers" in running.stderr) == (1, True)
    for process in services.processes:
        process.stop()
    # The CRM keeps what it was told of the lost bookings.
    unasked = command(services, "restore", file, "--only", "main")
    assert (unasked.returncode, "confirm it with --yes" in unasked.stderr) == (1, True)
    done = command(services, "restore", file, "--only", "main", "--yes")
    assert done.returncode == 0, done.stderr

    for process in services.processes:
        process.start()
    services.wait_ready()
    priya.sign_in()
    dinesh = register(services, "Dinesh")
    assert book(dinesh, session_id) == lost
    wait_until(lambda: on_the_roster(priya).get(lost) == "Dinesh", 20)
    assert on_the_roster(priya) == {kept: "Asha", lost: "Dinesh", also_lost: "Chandra"}
    printed = services.flask("crm", "resync")
    assert printed.splitlines()[-1] == "2 bookings compared, 2 sent to the CRM."
    wait_until(lambda: on_the_roster(priya) == {kept: "Asha", lost: "Dinesh"}, 20)
    assert services.flask("crm", "check").splitlines()[-1] == "2 bookings compared, 0 differ."
    assert services.flask("crm", "resync").splitlines()[-1] == "2 bookings compared, 0 sent to the CRM."
