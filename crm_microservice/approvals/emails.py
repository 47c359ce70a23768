"""Decides whether two spellings of an e-mail address reach the same mailbox."""

import unicodedata

import idna


def email_key(address: str) -> str:
    """Return the address in a normal form, which is the same for all its spellings.

    Case and character width don't matter, and an international domain equals its ASCII form. Dots and plus signs do
    matter: only some providers ignore them, and two people must never be taken for one.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", address).casefold())
    local, _, domain = folded.rpartition("@")
    try:
        domain = idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        # Not a valid internet name, such as "host_1": compared as written.
        return folded
    return f"{local}@{domain}"
