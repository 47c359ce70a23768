"""What the user is told."""

from __future__ import annotations


class CannotStart(Exception):
    """The start failed. The message tells the user what is wrong and what to do."""


def say(text: str) -> None:
    print(f"samaya  | {text}", flush=True)
