"""Settings: each has a name in the environment, a default and a meaning; nothing else is configurable."""

import os
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost")
"""Hosts on which this release serves: nobody signs in yet, so nobody elsewhere may look in."""


@dataclass(frozen=True)
class Config:
    """What a running service was told. Every field is read from ``DISBURSE_<NAME>``."""

    home: str = "instance"
    """Folder of the SQLite database and of issued papers."""
    database_url: str = ""
    """SQLAlchemy URL as the application role; empty means SQLite in ``home``."""
    owner_database_url: str = ""
    """URL as the owner of the tables, for migrations; empty means the same as ``database_url``."""
    city_bureau: str = "青岛市工业和信息化局"
    """Issuer named on papers."""
    notice_word: str = "青工信拨"
    """Letters of the bureau and kind before the number of a disbursement notice 发文机关代字."""
    number_prefix: str = "QD"
    """First letters of a claim's number."""
    public_url: str = "http://127.0.0.1:8000"
    """Address that papers and QR codes point at."""
    font_fangsong: str = ""
    """The office's own 仿宋, as ``family`` or ``family:weight``; empty means Noto. So for the next three."""
    font_song: str = ""
    """小标宋."""
    font_hei: str = ""
    """黑体."""
    font_kai: str = ""
    """楷体."""

    @property
    def database(self) -> str:
        """URL the application uses."""
        return self.database_url or f"sqlite:///{Path(self.home).resolve() / 'disburse.sqlite'}"

    @property
    def hosts(self) -> list[str]:
        """Names under which the service may be asked; a request for another was led here by a stranger."""
        return [*LOOPBACK, urlsplit(self.public_url).hostname or LOOPBACK[0]]

    @property
    def owner_database(self) -> str:
        """URL that migrations use."""
        return self.owner_database_url or self.database


def from_environment() -> Config:
    """Read ``DISBURSE_*``; a setting that is absent keeps its default."""
    given = {f.name: os.environ.get(f"DISBURSE_{f.name.upper()}") for f in fields(Config)}
    return Config(**{name: value for name, value in given.items() if value is not None})
