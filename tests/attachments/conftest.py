"""A claim and files to attach; a scanner that speaks clamd, and a bucket that speaks S3."""

import io
import socketserver
import struct
import threading
from contextlib import contextmanager

import pytest

from disburse.attachments.arriving import arrived
from disburse.filing import attach
from tests.attachments.samples import EICAR, pdf
from tests.jobs.conftest import work
from tests.make import a_claim, agent

__all__ = ["work"]
LIMIT = 20_971_520


def put(data, *, number, by, paper="contract", name="合同.pdf"):
    """Attach bytes through the door of files."""
    with arrived(io.BytesIO(data), LIMIT) as file:
        return attach(file, number=number, paper=paper, name=name, by=by)


def evidence(claim, data=None, **given):
    """Evidence of a claim, attached by its enterprise."""
    return put(pdf() if data is None else data, number=claim.id, by=agent(claim.enterprise_id), **given)


@pytest.fixture
def draft(time):
    return a_claim("draft")


class _Clamd(socketserver.StreamRequestHandler):
    """What clamd does with zPING and zINSTREAM (clamd(8)); it knows one virus."""

    def handle(self):
        command = self._word()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
            return
        assert command == b"zINSTREAM", command
        data = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
            if len(data) > self.server.most_bytes:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(len(data))
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0")

    def _word(self):
        said = b""
        while not said.endswith(b"\0"):
            said += self.rfile.read(1)
        return said[:-1]


@contextmanager
def a_scanner(most_bytes=1 << 20):
    """A scanner on a port of this machine; its address and what it saw."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd) as server:
        server.most_bytes, server.seen = most_bytes, []
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"clamd://127.0.0.1:{server.server_address[1]}", server.seen
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def scanner():
    with a_scanner() as (url, _seen):
        yield url
