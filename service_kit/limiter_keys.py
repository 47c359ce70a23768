"""The keys under which limits count. Each begins with its kind, so that no two kinds ever share a count."""

from enum import StrEnum
from urllib.parse import quote


class LimitKind(StrEnum):
    """What is counted. What people type has other kinds than our own ids."""

    ADDRESS = "address"  # of a client on the network
    USER = "user"
    API_KEY = "api_key"
    SERVICE_TOKEN = "service_token"
    SIGN_IN_NAME = "sign_in_name"  # as it was typed
    CURRENT_PASSWORD = "current_password"  # of a user who changes it
    RECIPIENT = "recipient"


def limiter_key(kind: LimitKind, *parts: str | int) -> str:
    """The key of one thing. Two keys are equal only if the kind and all parts are."""
    return ":".join([kind, *(quote(str(part), safe="", errors="surrogatepass") for part in parts)])
