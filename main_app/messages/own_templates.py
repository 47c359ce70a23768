"""An installation's own templates in TEMPLATES_DIR. One that cannot work is left out, and the built-in one is used."""

import re
from functools import cache
from pathlib import Path

from main_app.messages.compiled_templates import BUILT_IN, BadTemplate, Templates
from main_app.messages.variables import VARIABLES

_FILE = re.compile(r"(?:layout\.mjml|(en|hi)/(?:parts/[a-z_]+\.(?:mjml|txt)|([a-z0-9_]+?)(?:\.b)?\.(?:mjml|txt)))")


@cache
def usable_templates(folder: Path | None) -> tuple[dict[str, Path], list[str]]:
    """The files of this folder that can replace built-in templates, by name; and what is wrong with the others.

    Read once for each process: changes take effect at the next start.
    """
    if folder is None:
        return {}, []
    if not folder.is_dir():
        return {}, [f"TEMPLATES_DIR={folder} is not a folder."]
    usable: dict[str, Path] = {}
    faults: list[str] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            _check(name, path)
        except BadTemplate as error:
            faults.append(str(error))
        else:
            usable[name] = path
    try:
        Templates(usable).check()  # each works alone; together they might not
    except BadTemplate as error:
        return {}, [*faults, str(error)]
    return usable, faults


def _check(name: str, path: Path) -> None:
    match = _FILE.fullmatch(name)
    if not match or (match[2] and match[2] not in VARIABLES):
        raise BadTemplate(f"{path} does not replace a built-in template. Use the name of a file in {BUILT_IN}.")
    Templates({name: path}).check([match[2]] if match[2] else VARIABLES)
