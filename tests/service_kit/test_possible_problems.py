"""The API's description names what a view may raise, wherever that is raised."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from service_kit.possible_problems import PossibleProblems, passes_on
from service_kit.problems import Conflict, Forbidden, Invalid, NotFound, Unauthorized


class Places:
    def take(self) -> None:
        raise full("no_place")

    def count(self) -> None:
        raise Forbidden()


def full(code: str = "session_full") -> Conflict:
    return Conflict(code, "This session is full. Choose another one.")


def signed_in(view: Callable[[Places], Any]) -> Callable[[Places], Any]:
    @wraps(view)
    def guarded(places: Places) -> Any:
        if not places:
            raise Unauthorized()
        return view(places)

    return guarded


@passes_on({410: ("link_expired",)})
def ask_another_system() -> None:
    """It responds with its own refusals."""


@signed_in
def book(places: Places) -> Any:
    if not places:
        raise full()
    return lambda: (places.take(), ask_another_system())


def look(name: str) -> NotFound | None:
    if name.startswith("?"):
        raise Invalid(f"'{name}' is no name.", "name", "odd")
    return None


def follow(code: str) -> None:
    raise Conflict(code, "Something.")


def by_a_key(view: Callable[[str], Any]) -> Callable[[str], Any]:
    guarded = wraps(view)(lambda name: follow(name) or view(name))
    guarded.raised_by = (Forbidden,)  # type: ignore[attr-defined]
    return guarded


def of(view: Callable[..., Any]) -> dict[int, dict[str, str]]:
    return PossibleProblems().of(view).sentences


def test_it_finds_what_guards_functions_methods_and_other_systems_refuse() -> None:
    sentence = "This session is full. Choose another one."
    assert of(book) == {
        401: {"unauthorized": Unauthorized().detail},
        409: {"session_full": sentence, "no_place": sentence},
        410: {"link_expired": ""},
    }


def test_a_sentence_that_depends_on_the_request_is_left_out() -> None:
    assert of(look) == {400: {"invalid": ""}}  # and a class that is only named, NotFound, is no problem


def test_a_code_that_is_not_known_is_left_out() -> None:
    assert of(follow) == {}


def test_a_guard_may_say_itself_what_it_raises() -> None:
    assert of(by_a_key(look)) == {400: {"invalid": ""}, 403: {"forbidden": Forbidden().detail}}
