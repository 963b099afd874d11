"""What a file that somebody sends may be called: the journal keeps it, and it is no way out of a folder."""

from pathlib import Path

from marshmallow import ValidationError

from disburse.errors import BadRecord, Finding
from schemas.fields import PlainText

FILE_NAME = PlainText(60, low=5)
"""Short enough for every file system, whatever the script."""


def plain(given: str) -> str:
    """The name, as it is kept. Raises BadRecord."""
    try:
        name = str(FILE_NAME.deserialize(given))
    except ValidationError:
        name = ""
    if not name or Path(name).name != name or "\\" in name or name.startswith("."):
        zh, en = "文件名应为 5 至 60 个字，不含路径", "its name must have 5 to 60 characters and no folder"
        raise BadRecord([Finding("file", zh, en)])
    return name
