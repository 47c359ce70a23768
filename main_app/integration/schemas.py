"""What the integration routes answer."""

from main_app.validation import Out


class ChannelOut(Out):
    channel: str
    status: str
    since: str
    reason: str | None
    last_success_at: str | None
    last_failure_at: str | None


class Integration(Out):
    """How the deliveries are. `counts` is by channel and state."""

    status: str
    crm_base_url: str
    crm_reachable: bool
    counts: dict[str, dict[str, int]]
    oldest_pending_at: str | None
    oldest_pending_seconds: int | None
    last_error: str | None
    channels: list[ChannelOut]


class TestResult(Out):
    success: bool
    message: str
    duration_ms: int


class Retried(Out):
    message: str
    retried: int
