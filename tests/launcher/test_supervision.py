"""The launcher restarts a child that ends or hangs."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from launcher import supervision
from launcher.processes import kill_group
from launcher.supervision import Child, start_in_order, watch
from tests.support.ports import free_port

pytestmark = pytest.mark.engine("sqlite")  # no database is involved


class Enough(Exception):
    """Raised to end the watch, which otherwise never returns."""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Child]]:
    with ExitStack() as stack:

        def start(command: list[str], **addresses: str) -> Child:
            child = Child("web", [sys.executable, *command], dict(os.environ), cwd=tmp_path, **addresses)
            child.start()
            stack.callback(lambda: kill_group(child.process))
            return child

        yield start


def watch_until(monkeypatch: pytest.MonkeyPatch, child: Child, words: str, times: int = 1) -> list[str]:
    """Watch over the child until these words were printed `times` times, and return all that was printed."""
    said: list[str] = []

    def say(text: str) -> None:
        said.append(text)
        if sum(words in line for line in said) == times:
            raise Enough

    monkeypatch.setattr(supervision, "say", say)
    with pytest.raises(Enough):
        watch([child])
    return said


@pytest.mark.timeout(60)
def test_the_worker_starts_when_the_crm_can_take_its_messages(tmp_path: Path) -> None:
    def new_child(name: str, ready_after: float) -> Child:
        program = f"import time; time.sleep({ready_after}); print('ready', flush=True); time.sleep(60)"
        return Child(name, [sys.executable, "-S", "-c", program], dict(os.environ), cwd=tmp_path, ready="ready")

    main, crm, worker = new_child("main", 60), new_child("crm", 1), new_child("worker", 1)
    started: list[Child] = []
    try:
        start_in_order([main, crm, worker], started)
        assert started == [main, crm, worker]
        assert (main.ready, crm.ready, worker.ready) == (False, True, False)
    finally:
        for child in started:
            kill_group(child.process)


@pytest.mark.timeout(60)
def test_a_child_that_hangs_is_started_again(
    start: Callable[..., Child], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "HEALTH_SECONDS", 0.5)
    monkeypatch.setattr(supervision, "HANGING_SECONDS", 2.0)
    monkeypatch.setattr(supervision, "RESTART_DELAYS", (0.1,))
    for name in ("ready", "health"):
        (tmp_path / name).write_text("ok")
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = ["-m", "http.server", "--bind", "127.0.0.1", str(port)]
    child = start(command, ready=f"{url}/ready", health=f"{url}/health")
    while not child.check_ready():
        time.sleep(0.05)
    child.process.send_signal(signal.SIGSTOP)
    assert watch_until(monkeypatch, child, "ready again") == [
        "web has not answered for 2 s and is killed.",
        "web was killed by SIGKILL; starting it again in 0 s.",
        "web is ready again.",
    ]


@pytest.mark.timeout(60)
def test_a_child_that_starts_slowly_is_not_taken_for_hanging(
    start: Callable[..., Child], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "HEALTH_SECONDS", 60.0)
    monkeypatch.setattr(supervision, "HANGING_SECONDS", 5.0)
    (tmp_path / "ready").write_text("ok")
    url = f"http://127.0.0.1:{(port := free_port())}"
    serve_late = (
        "import http.server as web, time; time.sleep(6);"
        f"web.HTTPServer(('127.0.0.1', {port}), web.SimpleHTTPRequestHandler).serve_forever()"
    )
    child = start(["-c", serve_late], ready=f"{url}/ready", health=f"{url}/health")
    while not child.check_ready():
        time.sleep(0.05)
    assert not child.hangs()


@pytest.mark.timeout(60)
def test_a_child_that_answers_late_is_not_taken_for_hanging(
    start: Callable[..., Child], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while strangers hold all its connections, until it closes the silent ones."""
    monkeypatch.setattr(supervision, "HEALTH_SECONDS", 0.2)
    monkeypatch.setattr(supervision, "HANGING_SECONDS", 3.0)
    (tmp_path / "ready").write_text("ok")
    url = f"http://127.0.0.1:{(port := free_port())}"
    answer_late = (
        "import http.server as web, time; serve = web.SimpleHTTPRequestHandler.do_GET;"
        "web.SimpleHTTPRequestHandler.do_GET = lambda request: (time.sleep(1), serve(request));"
        f"web.ThreadingHTTPServer(('127.0.0.1', {port}), web.SimpleHTTPRequestHandler).serve_forever()"
    )
    child = start(["-c", answer_late], ready=f"{url}/ready", health=f"{url}/ready")
    while not child.check_ready():
        time.sleep(0.05)
    until = time.monotonic() + 4
    while time.monotonic() < until:
        assert not child.hangs()
        time.sleep(0.1)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("seconds_up", "second_delay"), [(1.0, "0 s"), (0.0, "9 s")])
def test_the_delay_counts_up_only_while_a_child_dies_early(
    start: Callable[..., Child], monkeypatch: pytest.MonkeyPatch, seconds_up: float, second_delay: str
) -> None:
    monkeypatch.setattr(supervision, "STABLE_SECONDS", 0.5)
    monkeypatch.setattr(supervision, "RESTART_DELAYS", (0.1, 9.0))
    child = start(["-S", "-c", f"import time; time.sleep({seconds_up})"], ready="never")
    said = watch_until(monkeypatch, child, "starting it again", times=2)
    assert [line.rsplit(" in ", 1)[1] for line in said] == ["0 s.", f"{second_delay}."]
