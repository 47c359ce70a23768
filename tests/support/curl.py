"""Sends the request of a documented `curl` command, without curl."""

import shlex

import requests


def curl(command: str) -> requests.Response:
    """Send the request. Raises ValueError for options other than -X, -H and -d, which would be ignored."""
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
