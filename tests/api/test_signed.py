"""A bank signs its act message by message: sent over HTTP, kept in the journal, verified from there."""

import base64
import json
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select

from disburse import clock
from disburse.db import db
from disburse.models import Event, Refusal
from reports import proof, signatures
from reports.signatures import Ed25519Signer, Message
from tests.api.conftest import problem, tag
from tests.make import BANK_CODE, a_claim, a_pledge, a_proposal, again

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
OTHER_BANK = "102452000004"


@pytest.fixture
def bank(people):
    return people("bank_clerk")


@pytest.fixture
def pledge(bank):
    return a_pledge(a_claim("approved"))


def a_key(people, private=PRIVATE, unit=BANK_CODE):
    """The number under which the security administrator registers a bank's public key, through its door."""
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    public = base64.b64encode(raw).decode()
    body = {"unit": unit, "algorithm": "ed25519", "public_key": public, "document": "测试函1号"}
    made = people("security_admin").post("/signing-keys", body)
    assert made.status_code == 201, made.text
    return made.get_json()["id"]


def signed(app, path, body, key, *, private=PRIVATE, at=None, covered=signatures.COVERED):
    """The headers with which a bank signs what it sends."""
    url = f"{app.extensions['disburse'].public_url}/api/bank{path}"
    digest = {"content-digest": signatures.content_digest(body)}
    made = signatures.sign(
        Message("POST", url, digest, body), Ed25519Signer(key, private), at or clock.now(), covered
    )
    return {**digest, **made, "Content-Type": "application/json"}


def propose(bank, pledge, headers, body):
    return bank.post(f"/pledges/{pledge.id}/propose", body, seen=again(pledge), **headers)


def proposal(pledge):
    return json.dumps(
        {n: v for n, v in a_proposal(pledge).items() if n not in ("number", "version")}
    ).encode()


def test_a_signed_act_is_verified_from_the_journal_alone(app, people, bank, pledge):
    key, body = a_key(people), proposal(pledge)
    path = f"/pledges/{pledge.id}/propose"
    answer = propose(bank, pledge, signed(app, path, body, key), body)
    assert answer.status_code == 200, answer.text
    kept = db.session.scalar(select(Event.body).where(Event.record == pledge.id, Event.action == "propose"))
    evidence = proof.read_event(kept.encode())["changes"]["bank_signature"][1]
    assert (evidence["key"], evidence["algorithm"]) == (key, "ed25519")
    registered = db.session.scalar(select(Event.body).where(Event.record == key, Event.action == "register"))
    public = proof.read_event(registered.encode())["changes"]["public_key"][1]
    verifier = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
    verifier.verify(base64.b64decode(evidence["signature"]), evidence["base"].encode())
    with pytest.raises(InvalidSignature):
        verifier.verify(base64.b64decode(evidence["signature"]), evidence["base"].encode() + b" ")
    assert f'"@target-uri": http://127.0.0.1:8000/api/bank{path}' in evidence["base"].splitlines()
    assert f'"content-digest": {signatures.content_digest(body)}' in evidence["base"].splitlines()


def test_what_is_wrong_with_a_signature_is_said_and_nothing_is_done(app, people, bank, pledge):
    people("bank_clerk", OTHER_BANK)
    own, foreign = a_key(people), a_key(people, OTHER, OTHER_BANK)
    body, path = proposal(pledge), f"/pledges/{pledge.id}/propose"
    late = clock.now() - timedelta(minutes=6)
    cases = {
        "unread-signature": [
            signed(app, path, body, own, at=late),
            signed(app, path, body, own, covered=("@method", "content-digest")),
            signed(app, path, body + b" ", own),
            {**signed(app, path, body, own), "Signature": "sig=:?:"},
            {n: v for n, v in signed(app, path, body, own).items() if n != "signature"},
        ],
        "bad-signature": [
            signed(app, path, body, own, private=OTHER),
            signed(app, path, body, foreign, private=OTHER),
            signed(app, path, body, "S-999999"),
            signed(app, f"/pledges/{pledge.id}/release", body, own),
        ],
    }
    for kind, headers in cases.items():
        for given in headers:
            told = problem(propose(bank, pledge, given, body), 401, kind)
            assert told["detail"]
    assert again(pledge).state == "authorised"
    refused = select(func.count()).select_from(Refusal).where(Refusal.code == "BadSignature")
    assert db.session.scalar(refused) == len(cases["bad-signature"])


def test_a_revoked_key_signs_nothing_more(app, people, bank, pledge):
    key, steward = a_key(people), people("security_admin")
    seen = steward.get(f"/signing-keys/{key}").headers["ETag"]
    gone = steward.post(f"/signing-keys/{key}/revoke", {"note": "银行来函停用"}, seen=seen)
    assert gone.get_json()["revoked_on"]
    assert [row["id"] for row in bank.get("/signing-keys").get_json()["data"]] == [key]
    body = proposal(pledge)
    given = signed(app, f"/pledges/{pledge.id}/propose", body, key)
    problem(propose(bank, pledge, given, body), 401, "bad-signature")


def test_an_act_that_is_not_signed_by_rule_takes_no_signature(app, people, bank, pledge):
    body, path = (
        b'{"purpose": "\xe8\xb4\xb7\xe5\x89\x8d\xe5\xae\xa1\xe6\x9f\xa5"}',
        f"/awards/{pledge.claim_id}/queries",
    )
    given = signed(app, path, body, a_key(people))
    told = problem(bank.post(path, body, **given), 422, "bad-record")
    assert [error["where"] for error in told["errors"]] == ["signature"]
    assert tag(again(pledge)) == tag(pledge)
