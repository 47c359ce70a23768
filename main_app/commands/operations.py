"""What an admin does about commands that have failed."""

from sqlalchemy import update

from main_app.commands.models import CommandState, SystemCommand
from main_app.outbox.wakeup import wake_workers_after_commit
from service_kit import clock
from service_kit.database import write_connection

RETRY = (
    update(SystemCommand)
    .where(SystemCommand.state == CommandState.FAILED.value)
    .execution_options(synchronize_session=False)
)


def retry_failed_commands() -> int:
    """Let the worker try failed commands again, from their first attempt. Returns how many."""
    waiting = {"state": CommandState.WAITING.value, "attempts": 0, "finished_at": None, "due_at": clock.now()}
    with write_connection() as connection:
        retried = connection.execute(RETRY.values(waiting)).rowcount
        wake_workers_after_commit()
    return retried
