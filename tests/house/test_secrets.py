"""The repository holds no secret: no key, no token, no password in an address."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", ".venv-bench", ".hypothesis", "__pycache__", "node_modules"}
INVENTED = {"hush", "guest", "password", "secret"}
"""Passwords of addresses in tests, which open nothing."""
PATTERNS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}",
    "an API token of ours": r"dst_[0-9]{8}_[A-Za-z0-9_-]{43}",
    "a session of ours": r"dss_[A-Za-z0-9_-]{43}",
    "a password in an address": r"\w://[^/\s:@\"'{<]+:(?P<password>[^/\s:@\"'{<]+)@",
    "a token of a forge": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20})",
    "a key of a cloud": r"\b(?:AKIA|LTAI|AKID)[A-Za-z0-9]{16,}",
    "a JSON web token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
}
SAMPLES = {
    "a private key": "-----BEGIN PRIVATE " + "KEY-----\n" + "MC4C" * 8,
    "an API token of ours": "dst_00000001_" + "k" * 43,
    "a session of ours": "dss_" + "k" * 43,
    "a password in an address": "postgresql://web:" + "s3cret@db/disburse",
    "a token of a forge": "ghp_" + "a1" * 18,
    "a key of a cloud": "AKIA" + "A1" * 8,
    "a JSON web token": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0In0" + ".c2lnbmF0dXJl",
}


def found_in(text: str) -> list[str]:
    """What in a text looks like a secret."""
    return [
        what
        for what, pattern in PATTERNS.items()
        for match in re.finditer(pattern, text)
        if match.groupdict().get("password") not in INVENTED
    ]


def files():
    """Everything that would be committed."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        is_ours = not NOT_OURS & set(inside) and not re.match(r"instance|\..*_cache", inside[0])
        if is_ours and path.is_file():
            yield path


def test_no_file_holds_a_secret():
    seen = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8", "replace") for path in files()}
    assert len(seen) > 300
    assert {name: what for name, text in seen.items() if (what := found_in(text))} == {}


@pytest.mark.parametrize("what", PATTERNS)
def test_a_secret_would_be_found(what):
    assert found_in(f"x = '{SAMPLES[what]}'\n") == [what]


def test_settings_are_not_kept_in_the_repository():
    assert not [
        path for path in files() if path.name.startswith(".env") or path.suffix in {".pem", ".key", ".p12"}
    ]
