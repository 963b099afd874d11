"""Settings: each has a name in the environment, a default and a meaning; nothing else is configurable."""

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost")
"""Hosts on which this release serves."""

DEVELOPMENT_KEY = "development"
"""The key that everybody knows: for development alone."""
SECRET = frozenset({"secret_key", "oidc_client_secret", "metrics_token", "store_secret"})
"""Settings that nobody is shown."""


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
    objections: str = ""
    """Where a public notice says that objections are taken: office, address, telephone; empty: the bureau."""
    number_prefix: str = "QD"
    """First letters of a claim's number."""
    public_url: str = "http://127.0.0.1:8000"
    """Address that papers and QR codes point at."""
    mode: str = "development"
    """``development``, or ``production``: then weak keys, plain http and demo people are refused."""
    secret_key: str = DEVELOPMENT_KEY
    """Key of forms, single sign-on and one-time codes, secret; 32 characters or more in production."""
    password_policy: str = "asvs"  # noqa: S105  # the name of a policy
    """``asvs`` (length, no common password) or ``djbh3`` (GB/T 22239 level 3: classes, 90 days)."""
    totp_roles: str = "system_admin,security_admin,audit_admin,city_approver,finance_payer"
    """Roles whose holders must sign in with a one-time code, separated by commas."""
    session_idle_minutes: int = 30
    """A session ends when it was not used for so long."""
    session_hours: int = 12
    """A session ends after so long, used or not."""
    proxies: int = 0
    """How many proxies in front may say who asks (X-Forwarded-For and -Proto); 0 believes nobody."""
    oidc_issuer: str = ""
    """Issuer of single sign-on (OpenID Connect); empty means there is none."""
    oidc_client_id: str = ""
    """Our name at the issuer."""
    oidc_client_secret: str = ""
    """Our secret at the issuer."""
    oidc_name: str = "统一身份认证"
    """What the button of single sign-on says."""
    metrics_token: str = ""
    """Secret with which monitoring reads /metrics; empty means this machine alone, in development only."""
    log_level: str = "info"
    """From which weight on the log is written to stderr: ``debug``, ``info``, ``warning`` or ``error``."""
    max_body_bytes: int = 1_048_576
    """The largest body of a request, in bytes; of an imported file, see the next."""
    max_import_bytes: int = 20_971_520
    """The largest published list that may be sent, in bytes."""
    max_attachment_bytes: int = 20_971_520
    """The largest attachment, in bytes."""
    max_unpacked_bytes: int = 209_715_200
    """The most that a DOCX, XLSX or OFD may unpack to, in bytes."""
    max_attachments: int = 100
    """How many attachments a claim or a pledge may have."""
    store_url: str = ""
    """Bucket of attachments, ``s3://bucket?endpoint=https://host:port``; empty means a folder in ``home``."""
    store_key: str = ""
    """Name of our access key at that bucket."""
    store_secret: str = ""
    """Its secret."""
    scanner: str = ""
    """ClamAV's daemon, as ``clamd://host:3310`` or ``clamd:///path/of/socket``; empty means there is none."""
    unscanned: str = ""
    """``allow`` or ``refuse`` the download of what no scanner saw; empty: allowed in development only."""
    requests_per_minute: int = 600
    """How many requests a session or token may make in a minute; the next minute brings as many."""
    pledge_percent: int = 80
    """What share of an award a bank may be told it can lend against, at most 100."""
    payer_name: str = ""
    """Name of the account that awards are paid from, as the paying bank has it 付款户名."""
    payer_account: str = ""
    """Number of that account 付款账号."""
    payer_bank: str = ""
    """Bank code 联行号 of the paying bank, 12 digits; without these three no payment file is written."""
    worker: str = "embedded"
    """Who does the jobs: ``embedded``, the process of ``disburse serve``; ``none``, a process of its own."""
    lease_seconds: int = 30
    """How long after a worker's death its job is done by another."""
    broker_url: str = ""
    """RabbitMQ, as ``amqp://user:password@host/``; then ``disburse work`` on any machine does the jobs."""
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
    def gives_out_unscanned(self) -> bool:
        """Whether a file that no scanner saw may be downloaded."""
        return self.unscanned == "allow" or (not self.unscanned and not self.in_production)

    @property
    def in_production(self) -> bool:
        """Whether real people's money is moved here."""
        return self.mode != "development"

    @property
    def owner_database(self) -> str:
        """URL that migrations use."""
        return self.owner_database_url or self.database


def from_environment() -> Config:
    """Read ``DISBURSE_*``; a setting that is absent keeps its default. Raises ``ValueError``."""
    given: dict[str, Any] = {}
    for field in fields(Config):
        name = f"DISBURSE_{field.name.upper()}"
        text = os.environ.get(name)
        if text is not None:
            given[field.name] = _number(name, text) if field.type is int else text
    return Config(**given)


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(f"{name}={text}: 须为整数 / must be a whole number")
    return int(text)
