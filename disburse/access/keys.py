"""Secrets and keys: how they are made, and what of them may be kept."""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from disburse.access.refusals import SealBroken
from disburse.config import Config

SESSION, TOKEN = "dss_", "dst_"  # the first letters of a secret, not a secret
"""How a secret begins, so that it is known for what it is where it does not belong."""
KEY_BYTES = 32


def config() -> Config:
    """The settings of the application at work."""
    settings: Config = current_app.extensions["disburse"]
    return settings


def fresh() -> str:
    """A new secret of 256 bits."""
    return secrets.token_urlsafe(KEY_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret of 256 bits: its SHA-256. (A password is kept by ``passwords``.)"""
    return hashlib.sha256(secret.encode()).hexdigest()


def key(purpose: str, settings: Config | None = None) -> bytes:
    """The service's key for one purpose, 256 bits, by HKDF (RFC 5869) from ``secret_key``."""
    master = (settings or config()).secret_key.encode()
    made = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"disburse {purpose}".encode())
    return made.derive(master)


def seal(text: str) -> str:
    """Encrypt what must be read again, such as a seed of one-time codes."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Read what was sealed; raises SealBroken under another key."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def form_mark(bound_to: str) -> str:
    """What a form carries to show that we gave it to the holder of the cookie ``bound_to``."""
    return hmac.new(key("forms"), bound_to.encode(), hashlib.sha256).hexdigest()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key("one-time codes")))
