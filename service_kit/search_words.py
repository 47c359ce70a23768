"""Splits texts into words for search in any language. A query matches the beginning of words.

A word is a run of letters, marks and digits, folded so that case and accents do not matter.
Scripts without spaces are indexed from every position, so that any part of a run is found.
"""

import unicodedata
from itertools import groupby

MAX_WORD_LENGTH = 40
CORRECTED_LENGTHS = range(4, 21)  # of words: shorter ones are like too many others
LAST_CHARACTER = "\U0010ffff"


def searchable(text: str) -> str:
    """Return the text as searches compare it: in lower case, in compatibility form, without accents."""
    if text.isascii():
        return text.lower()  # the steps below would change nothing else
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    without_accents = "".join(character for character in decomposed if not "\u0300" <= character <= "\u036f")
    return unicodedata.normalize("NFKC", without_accents)


def query_words(text: str) -> list[str]:
    """Return the words of a query, at most eight."""
    return list(dict.fromkeys(run[:MAX_WORD_LENGTH] for run in _runs(text)))[:8]


def index_words(*texts: str) -> set[str]:
    """Return every word by which these texts are found."""
    words: set[str] = set()
    for run in (run for text in texts for run in _runs(text)):
        words.add(run[:MAX_WORD_LENGTH])
        if _is_unspaced(run):
            words.update(run[position : position + MAX_WORD_LENGTH] for position in range(len(run)))
    return words


def spelling_keys(word: str) -> set[str]:
    """Return the word, and what is left of it without each of its letters; nothing for words that are not corrected.

    Two words that differ by one letter, or by two letters swapped, have a key in common.
    """
    if len(word) not in CORRECTED_LENGTHS or _is_unspaced(word):
        return set()
    return {word, *(word[:position] + word[position + 1 :] for position in range(len(word)))}


def _runs(text: str) -> list[str]:
    groups = groupby(searchable(text), key=lambda character: unicodedata.category(character)[0] in "LMN")
    return ["".join(characters) for is_word, characters in groups if is_word]


def _is_unspaced(word: str) -> bool:
    """Whether the word is Chinese, Japanese, Thai, Lao, Khmer or Burmese, which have no spaces between words."""
    return any(
        "\u0e00" <= character <= "\u0eff"
        or "\u1000" <= character <= "\u109f"
        or "\u1780" <= character <= "\u17ff"
        or "\u3040" <= character <= "\u9fff"
        or character >= "\U00020000"
        for character in word
    )
