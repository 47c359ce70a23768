"""Decides whether two spellings of an e-mail address reach the same mailbox."""

import unicodedata

import idna


def email_key(address: str) -> str:
    """Return the one spelling all spellings of an address share: case, width and a domain's two alphabets.

    Dots and plus signs stay: only some providers ignore them, and two people must never become one.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", address).casefold())
    local, _, domain = folded.rpartition("@")
    try:
        domain = idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        # No name of the internet's, such as "host_1": compared as it is written.
        return folded
    return f"{local}@{domain}"
