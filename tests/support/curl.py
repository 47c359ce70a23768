"""Sends a documented `curl` command as it is written, without needing curl."""

import shlex

import requests


def curl(command: str) -> requests.Response:
    """Understands -X, -H and -d. Raises ValueError for any other option: it would be sent as something else."""
    words = iter(shlex.split(command))
    if next(words) != "curl":
        raise ValueError("not a curl command")
    method, address, headers, data = "", "", {}, None
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, value = next(words).split(":", 1)
            headers[name] = value.strip()
        elif word == "-d":
            data = next(words)
        elif word.startswith("-"):
            raise ValueError(f"{word} is not understood")
        else:
            address = word
    return requests.request(method or ("POST" if data else "GET"), address, headers=headers, data=data, timeout=15)
