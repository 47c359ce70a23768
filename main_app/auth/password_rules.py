"""Which passwords an account may have. Demo accounts are created without this check.

The list of common passwords comes from zxcvbn. Its own estimate is not used, because crafted inputs keep it busy for
seconds. Everything here is linear in the password's length.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import groupby, pairwise

from service_kit.problems import Invalid

SHORTEST, LONGEST = 10, 128  # characters
MIN_DIFFERENT = 5  # characters
PRODUCT = "samaya"
MIN_WORD_LENGTH = 3  # shorter parts of a name are no reason to refuse a password
# Digits and punctuation that often stand for a letter; 1 and ! stand for i or l.
LOOKALIKES = [str.maketrans("@4308$57" + "1!", "aaeobsst" + letters) for letters in ("ii", "ll", "li", "il")]
NOT_LETTERS = re.compile(r"[\W\d_]+")
NOT_LETTERS_AT_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def check_new_password(password: str, *, name: str, email: str, username: str | None, field: str) -> None:
    """Raise Invalid, with a code for the web app, if the password is too easy to guess."""
    if len(password) > LONGEST:
        raise _refused(field, "password_too_long", f"Use at most {LONGEST} characters.", max=LONGEST)
    if len(unicodedata.normalize("NFC", password)) < SHORTEST:
        raise _refused(field, "password_too_short", f"Use at least {SHORTEST} characters.", min=SHORTEST)
    plain = _plain(password)
    if _is_made_of(plain, [name, *name.split()]):
        raise _refused(field, "password_is_name", "Your password can't be your name.")
    if username and _is_made_of(plain, [username]):
        raise _refused(field, "password_is_username", "Your password can't be your username.")
    if _is_made_of(plain, [email, email.partition("@")[0]]):
        raise _refused(field, "password_is_email", "Your password can't be your e-mail address.")
    if _is_made_of(plain, [PRODUCT]):
        raise _refused(field, "password_is_product", "Your password can't be the name of this site.")
    if _is_repetitive(plain):
        different = f"Use at least {MIN_DIFFERENT} different characters, and don't repeat one of them over and over."
        raise _refused(field, "password_repetitive", different, min=MIN_DIFFERENT)
    if _is_common(plain):
        raise _refused(field, "password_common", "This password is too common. Choose one that is harder to guess.")


def _refused(field: str, code: str, message: str, **limits: int) -> Invalid:
    return Invalid(message, field, code, **limits)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_made_of(plain: str, words: Iterable[str]) -> bool:
    """Whether the password is one of the words, once or repeated, ignoring characters that are not letters."""
    letters = _unit(NOT_LETTERS.sub("", plain))
    for word in map(_plain, words):
        if plain == word:
            return True
        word_letters = NOT_LETTERS.sub("", word)
        if len(word_letters) >= MIN_WORD_LENGTH and letters == _unit(word_letters):
            return True
    return False


def _is_repetitive(plain: str) -> bool:
    """Whether it has few different characters, or one character in a row for more than half of it."""
    longest_row = max(len(list(row)) for _, row in groupby(plain))
    return len(set(plain)) < MIN_DIFFERENT or 2 * longest_row > len(plain)


def _is_common(plain: str) -> bool:
    """Whether the password is common or a sequence, with or without digits and punctuation around it."""
    if _is_sequence(plain):
        return True
    common = _common_passwords()
    units = map(_unit, _variants(plain, NOT_LETTERS_AT_ENDS.sub("", plain)))
    return any(len(unit) >= MIN_WORD_LENGTH and unit in common for unit in units)


def _variants(*texts: str) -> set[str]:
    return {variant for text in texts for variant in (text, *(text.translate(table) for table in LOOKALIKES))}


def _unit(text: str) -> str:
    """The shortest part that the text repeats: "abcabc" is "abc" twice."""
    return text[: (text + text).find(text, 1)] if text else ""


def _is_sequence(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1}) or text in "12345678901234567890" or text in "09876543210987654321"


@cache
def _common_passwords() -> frozenset[str]:
    from zxcvbn.matching import RANKED_DICTIONARIES  # here: large, and used only to set a password

    return frozenset(RANKED_DICTIONARIES["passwords"])
