"""Why there is no backup, or why it is not restored."""


class BackupProblem(Exception):
    """The message says what is wrong and what to do. Nothing was changed."""
