"""Garbage collection between requests: no crash on CPython 3.11, and limited memory."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from service_kit.garbage_collection import AFFECTED, ROUNDS, YOUNG_OBJECTS, collect
from tests.support.services import ROOT

MAX_MIB = 200


class Knot:
    """An object that refers to itself, so that only a garbage collection frees it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def _no_automatic_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.engine("sqlite")  # it uses a database file of its own
def test_loading_2400_sessions_80_times_does_not_crash_and_needs_bounded_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.service_kit.many_sessions", str(tmp_path)]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=200)
    assert child.returncode == 0, child.stderr
    automatic, mebibytes = child.stdout.split()
    assert automatic == str(not AFFECTED)
    assert int(mebibytes) < MAX_MIB


@pytest.mark.usefixtures("_no_automatic_collection")
def test_garbage_of_many_requests_is_freed_between_them() -> None:
    left = weakref.ref(Knot())
    collect()
    assert left() is not None, "there are too few new objects for a collection"
    knots = [Knot() for _ in range(2 * YOUNG_OBJECTS)]
    del knots
    collect()
    assert left() is None
    assert gc.get_count()[0] < YOUNG_OBJECTS


@pytest.mark.usefixtures("_no_automatic_collection")
def test_garbage_that_survives_young_collections_is_freed_by_full_ones() -> None:
    kept = Knot()
    outlived = weakref.ref(kept)
    for _ in range(3):
        gc.collect(1)  # now in the oldest generation
    del kept
    for _ in range(2 * (ROUNDS + 1) ** 2):
        knots = [Knot() for _ in range(YOUNG_OBJECTS)]
        del knots
        collect()
        if outlived() is None:
            return
    raise AssertionError("the oldest generation was never collected")
