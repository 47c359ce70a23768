"""The event loop of a web process: it lets the body of a request be answered in the thread that received it."""

import sys
from collections.abc import Callable
from contextvars import Context
from typing import Any

if sys.platform == "win32":
    from asyncio import ProactorEventLoop as EventLoop
else:
    from asyncio import SelectorEventLoop as EventLoop


class AtOnce:
    """A callback that need not run in the loop: it runs in whatever thread schedules it."""

    def __init__(self, function: Callable[..., object]) -> None:
        self._function = function

    def __call__(self, *arguments: Any) -> None:
        self._function(*arguments)


class RequestLoop(EventLoop):
    """Granian schedules the callbacks of its futures here, from its own threads.

    Through the loop a callback costs two changes of the thread, as much as a statement of the database.
    """

    def call_soon(self, callback: Any, *args: Any, context: Context | None = None) -> Any:
        return callback(*args) if type(callback) is AtOnce else super().call_soon(callback, *args, context=context)

    def call_soon_threadsafe(self, callback: Any, *args: Any, context: Context | None = None) -> Any:
        if type(callback) is AtOnce:
            return callback(*args)
        return super().call_soon_threadsafe(callback, *args, context=context)
