"""Attachments through the real server: larger than any other body, and broken off in the middle."""

import io
import random
import socket

import pytest
import requests
from PIL import Image
from sqlalchemy import func, select

from disburse.attachments import store
from disburse.db import db
from disburse.models import Attachment
from tests.api.conftest import Asker
from tests.make import a_claim
from tests.watching.conftest import read_all, serving

__all__ = ["serving"]


@pytest.fixture
def config(sqlite_config):
    """The database that the server has, too."""
    return sqlite_config


def noise() -> bytes:
    """A picture of about 3 MB."""
    made = io.BytesIO()
    Image.frombytes("RGB", (1000, 1000), random.Random(1).randbytes(3_000_000)).save(made, "PNG")
    return made.getvalue()


def test_a_large_picture_arrives_whole_and_half_of_one_not_at_all(app, serving):
    claim = a_claim("draft")
    agent = Asker(app.test_client(), "enterprise_agent", claim.enterprise_id)
    db.session.remove()
    data, config = noise(), app.extensions["disburse"]
    assert len(data) > config.max_body_bytes
    path = f"/api/enterprise/claims/{claim.id}/attachments"
    headers = {"Authorization": f"Bearer {agent.secret}", "Content-Type": "image/png"}
    with serving(home=config.home, worker="none") as server:
        line = f"POST {path}?paper=other&name=a.png HTTP/1.1\r\nHost: localhost\r\n"
        line += f"Content-Length: {len(data)}\r\n"
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        with server.open() as half:
            half.sendall(f"{line}{told}Idempotency-Key: half\r\n\r\n".encode() + data[: len(data) // 2])
            half.shutdown(socket.SHUT_WR)
            read_all(half)
        db.session.remove()
        assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0
        assert list(store.of(config).listed()) == []
        sent = requests.post(
            f"http://127.0.0.1:{server.port}{path}",
            params={"paper": "other", "name": "照片.png"},
            data=data,
            headers={**headers, "Idempotency-Key": "whole"},
            timeout=60,
        )
    assert sent.status_code == 201, sent.text
    assert sent.json()["size_bytes"] == len(data)
    with store.of(config).fetch(sent.json()["sha256"]) as file:
        assert file.read() == data
