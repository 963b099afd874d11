"""Are the settings fit to serve with? Asked before the service starts; every fault is told at once."""

import re
from collections.abc import Iterable, Iterator

from disburse.access.policies import POLICIES
from disburse.access.refusals import UnfitSettings
from disburse.config import DEVELOPMENT_KEY, Config, from_environment
from disburse.errors import Finding
from workflows.roles import HELD

MODES = ("development", "production")
WORKERS = ("embedded", "none")
UNSCANNED = ("", "allow", "refuse")
SHORTEST_KEY = 32
AT_LEAST_ONE = (
    "lease_seconds", "session_idle_minutes", "session_hours", "max_attachment_bytes", "max_unpacked_bytes",
    "max_attachments",
)  # fmt: skip
BUCKET = re.compile(r"s3://[a-z0-9.-]{3,63}\?endpoint=https?://[^/&]+(&region=[a-z0-9-]+)?")


def fit_settings(config: Config | None) -> Config:
    """The settings given, or those of the environment. Raises UnfitSettings."""
    try:
        settings = config or from_environment()
    except ValueError as no:
        name, _, rest = str(no).partition("=")
        raise UnfitSettings([Finding(name, rest, rest)], count=1) from None
    found = [*_anywhere(settings), *(_in_production(settings) if settings.in_production else ())]
    if found:
        raise UnfitSettings(found, count=len(found))
    return settings


def _anywhere(config: Config) -> Iterator[Finding]:
    if config.mode not in MODES:
        yield _one_of("DISBURSE_MODE", MODES)
    if config.password_policy not in POLICIES:
        yield _one_of("DISBURSE_PASSWORD_POLICY", POLICIES)
    if config.worker not in WORKERS:
        yield _one_of("DISBURSE_WORKER", WORKERS)
    if config.unscanned not in UNSCANNED:
        yield _one_of("DISBURSE_UNSCANNED", UNSCANNED[1:])
    yield from _addresses(config)
    if not {role.strip() for role in config.totp_roles.split(",") if role} <= set(HELD):
        yield _one_of("DISBURSE_TOTP_ROLES", HELD)
    if not 0 < config.pledge_percent <= 100:
        yield Finding("DISBURSE_PLEDGE_PERCENT", "应为 1 至 100", "it must be from 1 to 100")
    for name in AT_LEAST_ONE:
        if getattr(config, name) < 1:
            yield Finding(f"DISBURSE_{name.upper()}", "至少为 1", "it must be 1 or more")
    if config.oidc_issuer and not (config.oidc_client_id and config.oidc_client_secret):
        yield Finding(
            "DISBURSE_OIDC_ISSUER",
            "还须设置 DISBURSE_OIDC_CLIENT_ID 和 DISBURSE_OIDC_CLIENT_SECRET",
            "set the client's id and secret as well",
        )


def _addresses(config: Config) -> Iterator[Finding]:
    """A bucket needs its server; a scanner speaks clamd."""
    if config.store_url and not BUCKET.fullmatch(config.store_url):
        wanted = "s3://bucket?endpoint=https://host:port"
        yield Finding("DISBURSE_STORE_URL", f"应写作 {wanted}", f"must be written {wanted}")
    if config.scanner and not config.scanner.startswith("clamd://"):
        wanted = "clamd://host:3310"
        yield Finding("DISBURSE_SCANNER", f"应写作 {wanted}", f"must be written {wanted}")


def _in_production(config: Config) -> Iterator[Finding]:
    if config.secret_key == DEVELOPMENT_KEY or len(config.secret_key) < SHORTEST_KEY:
        yield Finding(
            "DISBURSE_SECRET_KEY",
            f"生产环境须为自行生成的密钥，至少 {SHORTEST_KEY} 个字符",
            f"in production it must be a key of your own of {SHORTEST_KEY} characters or more",
        )
    for name in ("public_url", "oidc_issuer"):
        value = getattr(config, name)
        is_set = value or name == "public_url"
        if is_set and not value.startswith("https://"):
            yield Finding(
                f"DISBURSE_{name.upper()}",
                "生产环境须以 https:// 开头",
                "in production it must begin with https://",
            )


def _one_of(name: str, names: Iterable[str]) -> Finding:
    listed = ", ".join(names)
    return Finding(name, f"只能是：{listed}", f"it must be of: {listed}")
