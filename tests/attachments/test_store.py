"""The store: what is in it is whole or not there, wherever it lies; and what is nobody's is forgotten."""

import hashlib
import io
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from minio import Minio
from moto.server import ThreadedMotoServer
from sqlalchemy import func, select

from disburse import doctor
from disburse.acts import act
from disburse.attachments import store as stores
from disburse.attachments.arriving import arrived
from disburse.attachments.bucket import Bucket
from disburse.attachments.content import Content
from disburse.attachments.folder import PARTS, Folder
from disburse.attachments.refusals import ContentLost, StoreAway
from disburse.attachments.store import Store
from disburse.cli import disburse
from disburse.clock import now
from disburse.db import db
from disburse.models import Attachment
from disburse.queries import attachments, trail
from disburse.services.attaching import attach_file
from disburse.work.housework import forget_contents
from tests.attachments.conftest import evidence
from tests.attachments.samples import pdf
from tests.make import a_claim, agent, here


def content_of(data):
    return hashlib.sha256(data).hexdigest()


def keep(store, data):
    with arrived(io.BytesIO(data), 1 << 20) as file:
        store.keep(file.path, file.sha256)
    return file.sha256


@pytest.fixture(scope="module")
def s3():
    """A server that speaks S3, on a port of this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    client = Minio(
        endpoint=f"{host}:{port}", access_key="a", secret_key="b", secure=False, region="us-east-1"
    )
    client.make_bucket(bucket_name="evidence")
    yield f"s3://evidence?endpoint=http://{host}:{port}", client
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path):
    """Each kind of place, empty."""
    if request.param == "folder":
        return Folder(tmp_path / "kept")
    url, client = request.getfixturevalue("s3")
    for one in client.list_objects(bucket_name="evidence", recursive=True):
        client.remove_object(bucket_name="evidence", object_name=one.object_name)
    return Bucket(url, "a", "b")


def test_what_is_kept_comes_back_by_its_hash_and_goes_when_forgotten(place):
    store = Store(place)
    sha256 = keep(store, b"evidence")
    assert keep(store, b"evidence") == sha256
    with store.fetch(sha256) as file:
        assert file.read() == b"evidence"
    assert [(kept.sha256, abs((kept.at - now()).total_seconds()) < 60) for kept in store.listed()] == [
        (sha256, True)
    ]
    store.confirm(sha256)
    store.forget(sha256)
    store.forget(sha256)
    assert list(store.listed()) == []
    for ask in (store.fetch, store.confirm):
        with pytest.raises(ContentLost):
            ask(sha256)


def test_what_was_changed_is_not_given_out(place, tmp_path):
    store = Store(place)
    sha256 = content_of(b"evidence")
    other = tmp_path / "other"
    other.write_bytes(b"forgery")
    place.put(other, f"{sha256[:2]}/{sha256[2:4]}/{sha256}")
    with pytest.raises(ContentLost):
        store.fetch(sha256)


def test_a_bucket_that_is_away_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("disburse.attachments.bucket.TRIES", 0)
    store = Store(Bucket("s3://evidence?endpoint=http://127.0.0.1:9", "a", "b"))
    for ask in (lambda: keep(store, b"x"), lambda: store.fetch("0" * 64), lambda: list(store.listed())):
        with pytest.raises(StoreAway):
            ask()


def test_a_folder_that_takes_nothing_more_is_told(tmp_path):
    (tmp_path / "kept").write_text("a file where the folder should be")
    with pytest.raises(StoreAway):
        keep(Store(Folder(tmp_path / "kept")), b"x")


def test_a_file_in_the_folder_is_never_written_over(tmp_path):
    store = Store(Folder(tmp_path))
    sha256 = keep(store, b"evidence")
    path = tmp_path / sha256[:2] / sha256[2:4] / sha256
    first = path.stat().st_ino
    keep(store, b"evidence")
    assert path.stat().st_ino == first
    assert list((tmp_path / PARTS).iterdir()) == []


def test_eight_at_once_keep_the_same_content_once(tmp_path):
    store = Store(Folder(tmp_path))
    workers = [threading.Thread(target=keep, args=(store, b"evidence" * 9999)) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(list(store.listed())) == 1
    store.fetch(content_of(b"evidence" * 9999)).close()


def test_evidence_lies_in_a_bucket_where_the_settings_say_so(time, app, s3):
    url, _client = s3
    settings = replace(app.extensions["disburse"], store_url=url, store_key="a", store_secret="b")
    app.extensions["disburse"] = settings
    row = evidence(a_claim("draft"))
    with stores.of(settings).fetch(row.sha256) as file:
        assert file.read() == pdf()
    assert not (Path(settings.home) / stores.FOLDER).exists()
    assert list(attachments.findings(stores.of(settings), db.session)) == []


def test_no_record_is_written_whose_bytes_are_not_there(draft):
    content = Content("0" * 64, 5, "application/pdf")
    with pytest.raises(ContentLost):
        attach_file(draft.id, paper="form", name="a.pdf", content=content, by=agent(draft.enterprise_id))
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0


def age(config, sha256, days):
    path = Path(config.home) / stores.FOLDER / sha256[:2] / sha256[2:4] / sha256
    then = now().timestamp() - days * 86400
    os.utime(path, (then, then))


def test_what_is_nobodys_is_named_by_doctor_and_forgotten_after_a_day(draft, app, config):
    store = stores.of(config)
    row = evidence(draft)
    stray = keep(store, b"an upload whose record was never written")
    checks = {check.what: check for check in doctor.checks(config)}
    assert stray in checks["无主内容 / unknown"].found
    assert checks["无主内容 / unknown"].mend
    age(config, stray, 0)
    assert forget_contents() == 0
    age(config, stray, 2)
    age(config, row.sha256, 400)
    assert [f.code for f in attachments.findings(store, db.session)] == ["unknown"]
    assert forget_contents() == 1
    assert [kept.sha256 for kept in store.listed()] == [row.sha256]


def test_bytes_of_what_was_removed_are_forgotten_after_a_month_unless_another_needs_them(time, app, config):
    store = stores.of(config)
    first, second = a_claim("draft"), a_claim("draft")
    alone, shared = evidence(first, pdf("alone")), evidence(first, pdf("shared"))
    evidence(second, pdf("shared"))
    for row in (alone, shared):
        act("remove_attachment", here(row), agent(first.enterprise_id))
    for row in (alone, shared):
        age(config, row.sha256, 60)
    assert forget_contents() == 0
    time.move_to(time.moment.replace(month=5))
    for row in (alone, shared):
        age(config, row.sha256, 60)
    assert forget_contents() == 1
    assert [kept.sha256 for kept in store.listed()] == [shared.sha256]
    assert list(attachments.findings(store, db.session)) == []


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_lost_evidence_is_found(draft, app, config, harm):
    row = evidence(draft)
    path = Path(config.home) / stores.FOLDER / row.sha256[:2] / row.sha256[2:4] / row.sha256
    path.unlink() if harm == "missing" else path.write_bytes(b"forgery")
    with trail.snapshot() as view:
        found = list(attachments.findings(stores.of(config), view.session))
    assert [(f.record, f.code) for f in found] == [(row.id, "content")]
    told = app.test_cli_runner().invoke(disburse, ["trail", "verify"])
    assert told.exit_code == 1
    assert row.id in told.output
    checks = {check.what: check for check in doctor.checks(config)}
    assert bool(checks["附件存储 / store"].mend) is (harm == "missing")


KILLED = """
import sys, time
from pathlib import Path
from disburse.attachments import folder
sync = folder._sync
def wait(path):
    sync(path); print("there", flush=True); time.sleep(60)
folder._sync = wait
folder.Folder(Path(sys.argv[1])).put(Path(sys.argv[2]), "ab/cd/" + sys.argv[3])
"""


def test_a_kill_between_bytes_and_record_leaves_only_bytes_that_are_nobodys(draft, config, tmp_path):
    data = tmp_path / "data"
    data.write_bytes(b"evidence")
    sha256 = content_of(b"evidence")
    root = Path(config.home) / stores.FOLDER
    script = KILLED.replace('"ab/cd/"', f'"{sha256[:2]}/{sha256[2:4]}/"')
    child = subprocess.Popen(
        [sys.executable, "-c", script, root, data, sha256], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "there\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert attachments.unknown(stores.of(config), db.session) == [sha256]
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0
