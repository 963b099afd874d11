"""HTTP Message Signatures (RFC 9421): what a message's signature covers, making one, checking one.

The key and its algorithm stand behind ``Signer`` and ``Verifier``, so that SM2 hardware can take the place
of Ed25519. Component parameters (``;sf``, ``;req`` ...) are not taken: a signature that has them is refused.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

COVERED = ("@method", "@target-uri", "content-digest")
"""What a signature must cover at least, so that it speaks of this act on this record with this body."""
AGE = timedelta(minutes=5)
"""How old, or how far ahead, a signature's ``created`` may be."""
LONGEST = 4096
"""Characters of a signature base at most: it is kept in the journal."""

_ITEM = r'"([^"\\\x00-\x1f\x7f-\U0010ffff]*)"'
_INPUT = re.compile(
    rf"([a-z*][a-z0-9_.*-]*)=(\((?:{_ITEM}(?: {_ITEM})*)?\)((?:;[a-z]+=(?:[0-9]+|{_ITEM}))*))"
)
_PARAM = re.compile(rf";([a-z]+)=(?:([0-9]+)|{_ITEM})")
_PARTS: dict[str, Callable[[SplitResult], str]] = {
    "@target-uri": lambda url: url.geturl(),
    "@authority": lambda url: url.netloc.lower(),
    "@scheme": lambda url: url.scheme,
    "@path": lambda url: url.path or "/",
    "@query": lambda url: f"?{url.query}",
}


class UnfitSignature(ValueError):
    """A signature that cannot be taken; the message says why, in Chinese and English."""


class Signer(Protocol):
    """What signs: a key in memory or in hardware."""

    key: str
    algorithm: str

    def sign(self, base: bytes) -> bytes: ...


class Verifier(Protocol):
    """What checks signatures of one algorithm."""

    def holds(self, public_key: bytes, base: bytes, signature: bytes) -> bool: ...


@dataclass(frozen=True)
class Message:
    """What a signature is about: a request as it was sent. Names of headers are in small letters."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Signed:
    """A signature to be kept: by which key, over which base, made when; not yet checked."""

    key: str
    algorithm: str
    base: str
    signature: str
    created: datetime


class Ed25519Signer:
    """An Ed25519 key in memory."""

    algorithm = "ed25519"

    def __init__(self, key: str, private_key: Ed25519PrivateKey) -> None:
        self.key, self._private_key = key, private_key

    def sign(self, base: bytes) -> bytes:
        """Sign a signature base."""
        return self._private_key.sign(base)


class Ed25519Verifier:
    """Checks Ed25519 signatures; a public key has 32 bytes."""

    def holds(self, public_key: bytes, base: bytes, signature: bytes) -> bool:
        """Whether ``signature`` is that of ``public_key`` over ``base``."""
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, base)
        except (InvalidSignature, ValueError):
            return False
        return True


VERIFIERS: dict[str, Verifier] = {"ed25519": Ed25519Verifier()}
"""By the algorithm that a key is registered for; an office with SM2 hardware adds its own."""


def holds(signed: Signed, algorithm: str, public_key: str) -> bool:
    """Whether a signature is that of a registered key, in base64."""
    verifier = VERIFIERS.get(algorithm)
    if verifier is None or signed.algorithm not in ("", algorithm):
        return False
    try:
        signature = base64.b64decode(signed.signature, validate=True)
    except ValueError:
        return False
    return verifier.holds(base64.b64decode(public_key), signed.base.encode(), signature)


def content_digest(body: bytes) -> str:
    """The header ``content-digest`` of a body (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def base(message: Message, covered: Sequence[str], params: str) -> str:
    """The signature base: a line for each covered component, then the parameters."""
    lines = [f'"{name}": {_component(message, name)}' for name in covered]
    return "\n".join([*lines, f'"@signature-params": {params}'])


def sign(
    message: Message, signer: Signer, created: datetime, covered: Sequence[str] = COVERED
) -> dict[str, str]:
    """The two headers that sign a message."""
    names = " ".join(f'"{name}"' for name in covered)
    params = f'({names});created={int(created.timestamp())};keyid="{signer.key}";alg="{signer.algorithm}"'
    made = signer.sign(base(message, covered, params).encode())
    return {
        "signature-input": f"sig={params}",
        "signature": f"sig=:{base64.b64encode(made).decode()}:",
    }


def read(message: Message, now: datetime, *, covered: Sequence[str] = COVERED) -> Signed:
    """The signature of a message, its base and key; raises ``UnfitSignature``. It is not checked here.

    It must cover ``covered`` and be of ``now``, and the body must be that of its digest.
    """
    signed, names = _signature(message)
    if missing := sorted(set(covered) - set(names)):
        raise UnfitSignature(f"签名未覆盖 {', '.join(missing)} / the signature does not cover it")
    if "content-digest" in names and message.headers["content-digest"] != content_digest(message.body):
        raise UnfitSignature("正文与 content-digest 不符 / the body is not that of its content-digest")
    if abs(now - signed.created) > AGE:
        raise UnfitSignature("签名时间已过或超前 / the signature is too old, or of the future")
    return signed


def _signature(message: Message) -> tuple[Signed, list[str]]:
    """The one signature of a message, and what it covers."""
    found = _INPUT.fullmatch(message.headers.get("signature-input", ""))
    if found is None:
        raise UnfitSignature("Signature-Input 缺失或无法识别 / it is missing or can't be read")
    label, params, names = found[1], found[2], re.findall(_ITEM, found[2].partition(")")[0])
    given = {name: number or text for name, number, text in _PARAM.findall(params.partition(")")[2])}
    value = re.fullmatch(
        rf"{re.escape(label)}=:([A-Za-z0-9+/]+={{0,2}}):", message.headers.get("signature", "")
    )
    if value is None or not given.get("keyid") or not re.fullmatch("[0-9]{1,11}", given.get("created", "")):
        raise UnfitSignature("签名缺少值、keyid 或 created / it lacks its value, keyid or created")
    if len(set(names)) != len(names):
        raise UnfitSignature("签名重复覆盖同一项 / a component is covered twice")
    whole = base(message, names, params)
    if len(whole) > LONGEST:
        raise UnfitSignature("签名内容过长 / the signature base is too long")
    created = datetime.fromtimestamp(int(given["created"]), tz=UTC)
    return Signed(given["keyid"], given.get("alg", ""), whole, value[1], created), names


def _component(message: Message, name: str) -> str:
    if name == "@method":
        return message.method
    if name in _PARTS:
        return _PARTS[name](urlsplit(message.url))
    if name.startswith("@") or name not in message.headers:
        raise UnfitSignature(f"没有 {name} / there is no {name} to sign")
    return re.sub(r"\s*\n\s*", " ", message.headers[name].strip())
