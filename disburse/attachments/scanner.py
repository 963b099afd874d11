"""The virus scanner: ClamAV's daemon, asked by INSTREAM over TCP or a socket of this machine.

``clamd://host:3310`` or ``clamd:///run/clamav/clamd.ctl``. The protocol is in clamd(8).
"""

import re
import socket
import struct
from typing import BinaryIO, NamedTuple
from urllib.parse import urlsplit

from disburse.attachments.refusals import ScannerAway

PORT = 3310
CHUNK_BYTES = 1 << 16
WAIT_S = 60
LONGEST_ANSWER_BYTES = 4096
UNPRINTED = re.compile(r"[^\x20-\x7e]")
_SIZE = struct.Struct("!L")


class Verdict(NamedTuple):
    """The ``state`` of the attachment that follows; ``finding`` is what was said of one not clean."""

    state: str
    finding: str | None = None


NOT_SCANNED = Verdict("not_scanned")
"""There is no scanner to ask."""


def scan(url: str, file: BinaryIO) -> Verdict:
    """Send a file to the scanner at ``url``. Raises ScannerAway."""
    if not url:
        return NOT_SCANNED
    try:
        with _connected(url) as line:
            return _verdict(_asked(line, file))
    except OSError as no:
        raise ScannerAway(why=type(no).__name__) from no


def answers(url: str) -> bool:
    """Whether the scanner at ``url`` is there."""
    try:
        with _connected(url) as line:
            line.sendall(b"zPING\0")
            return _answer(line) == "PONG"
    except OSError:
        return False


def _connected(url: str) -> socket.socket:
    asked = urlsplit(url)
    if asked.hostname:
        return socket.create_connection((asked.hostname, asked.port or PORT), WAIT_S)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(WAIT_S)
    try:
        line.connect(asked.path)
    except OSError:
        line.close()
        raise
    return line


def _asked(line: socket.socket, file: BinaryIO) -> str:
    """Stream the file. A scanner that has had enough answers and hangs up: its answer is read too."""
    try:
        line.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK_BYTES):
            line.sendall(_SIZE.pack(len(chunk)) + chunk)
        line.sendall(_SIZE.pack(0))
    except (BrokenPipeError, ConnectionResetError):
        return _answer(line)
    return _answer(line)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER_BYTES:
        chunk = line.recv(LONGEST_ANSWER_BYTES)
        if not chunk:
            break
        said += chunk
    if not said:
        raise ConnectionAbortedError
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(said: str) -> Verdict:
    """``stream: OK``, ``stream: Name FOUND``, or an error such as a size limit exceeded."""
    words = UNPRINTED.sub("?", said.removeprefix("stream: "))
    if words == "OK":
        return Verdict("clean")
    if words.endswith(" FOUND"):
        return Verdict("infected", words.removesuffix(" FOUND")[:200])
    return Verdict("failed", words[:200])
