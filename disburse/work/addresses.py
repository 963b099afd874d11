"""Where we may send to: in production https to an address of the open network, and to no other.

An address that someone names and we call is a way into our own network (SSRF). So the name is resolved once,
every address behind it is looked at, and the connection goes to the one that was looked at.
"""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from disburse.errors import Finding

LONGEST = 500
TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))
"""Addresses that stand for an IPv4 address which may be anybody's (NAT64, 6to4)."""


class Unreachable(Exception):
    """A name without an address, or with one that nothing is sent to."""


@dataclass(frozen=True)
class Place:
    """An address taken apart: who is called, where, over what, and for which path."""

    host: str
    port: int
    secure: bool
    path: str

    @property
    def named(self) -> str:
        """The host as the header ``Host`` has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def faults(url: str, *, guarded: bool) -> list[Finding]:
    """What is wrong with a URL as such; ``guarded`` as in production. Names are not resolved here."""
    return [Finding("url", zh, en) for zh, en in _faults(url, guarded=guarded)]


def place(url: str) -> Place:
    """Take a URL apart that has no ``faults``."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    return Place(parts.hostname or "", parts.port or (443 if secure else 80), secure, path)


def resolve(host: str, port: int, *, guarded: bool) -> str:
    """The one address to connect to. Raises Unreachable; ``guarded``, also where any address is not open."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as no:
        raise Unreachable(f"域名不能解析 / no address for the name ({type(no).__name__})") from no
    addresses = [str(address[0]) for *_, address in found]
    if guarded and not all(is_open(address) for address in addresses):
        raise Unreachable("域名指向内部地址，不予发送 / the name leads to an internal address")
    return addresses[0]


def is_open(address: str) -> bool:
    """Whether an address is one of the open network, and not one that stands for another."""
    known: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped:
            return is_open(str(known.ipv4_mapped))
        if any(known in network for network in TRANSLATED):
            return False
    return known.is_global and not known.is_multicast


def _faults(url: str, *, guarded: bool) -> Iterator[tuple[str, str]]:
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        yield f"网址须为不含空格的 ASCII，最长 {LONGEST} 个字符", f"write ASCII, no spaces, at most {LONGEST}"
        return
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # raises where it is none
    except ValueError:
        yield "网址无法识别", "is not a URL"
        return
    yield from _unfit(parts, guarded=guarded)


def _unfit(parts: SplitResult, *, guarded: bool) -> Iterator[tuple[str, str]]:
    if parts.scheme not in ("https", "http") or not parts.hostname:
        yield "应为 https:// 开头的完整网址", "must be a whole URL that begins with https://"
        return
    if guarded and parts.scheme != "https":
        yield "只能用 https", "must be https"
    if parts.username is not None or parts.password is not None or parts.fragment:
        yield "不能带用户名、密码或 #", "must have no user, password or fragment"
    if guarded and _is_internal(parts.hostname):
        yield "不能是内部地址", "must not be an internal address"


def _is_internal(host: str) -> bool:
    """Whether a host is written as an address that is not open, or names this machine."""
    try:
        return not is_open(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or "." not in host
