"""Garbage collection after each piece of work, on CPython 3.11.

CPython 3.11 corrupts memory if a collection that an allocation starts comes while an instance's values are being turned
into a dictionary, and a weak-reference callback then sets an attribute of that instance. SQLAlchemy has such callbacks.
So automatic collection is off there, and each thread collects when it leaves the application's context.
"""

import gc
import sys
from typing import Any

from flask import Flask, appcontext_popped

AFFECTED = sys.version_info[:2] == (3, 11)
YOUNG_OBJECTS = 10_000  # new objects before the youngest generation is collected
ROUNDS = 10  # collections of one generation before the next older one is collected too


def collect_after_contexts_on_python_3_11(app: Flask) -> None:
    """Collect after each application context, where this Python needs it."""
    if AFFECTED:
        gc.disable()
        appcontext_popped.connect(collect, app, weak=False)


def collect(*_: Any, **__: Any) -> None:
    """Collect the garbage of past work if there is enough. Older generations are collected less often."""
    young, middle, old = gc.get_count()
    if young >= YOUNG_OBJECTS:
        gc.collect(2 if old >= ROUNDS else 1 if middle >= ROUNDS else 0)
