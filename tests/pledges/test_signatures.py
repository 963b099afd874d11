"""A bank's act signed by HTTP Message Signatures (RFC 9421): what holds is kept, what does not is refused."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key

from disburse import clock
from disburse.acts import act
from disburse.errors import AlreadyThere, BadRecord, NotYours, OutOfOrder
from disburse.queries.signing import BadSignature
from reports import signatures
from reports.signatures import Ed25519Signer, Message, UnfitSignature
from tests.make import (
    BANK_CHECKER,
    BANK_CLERK,
    BANK_CODE,
    CLERK,
    SECURITY,
    SYSTEM,
    a_claim,
    a_lock,
    a_pledge,
    a_proposal,
    a_unit,
    an_account,
    here,
    received,
)
from tests.services.watching import last_event, refused

LETTER = {"document": "测试银行函1号"}
BODY = b'{"secured_yuan": "1000000.00"}'
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGE = Ed25519PrivateKey.from_private_bytes(bytes(32))


def public(key):
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def a_key(unit=BANK_CODE, key=PRIVATE):
    body = {"unit": unit, "algorithm": "ed25519", "public_key": public(key), "document": "测试函1号"}
    return act("register_signing_key", body, SECURITY)


def a_message(key="S-000001", private=PRIVATE, at=None, covered=signatures.COVERED, **given):
    """A signed request of the bank."""
    headers = {"content-digest": signatures.content_digest(BODY), "content-type": "application/json"}
    plain = Message("POST", "https://example.org/api/bank/pledges/Z-2025-00001/propose", headers, BODY)
    made = signatures.sign(plain, Ed25519Signer(key, private), at or clock.now(), covered)
    return replace(plain, headers={**headers, **made, **given})


def read(message):
    return signatures.read(message, clock.now())


def test_the_example_of_the_rfc_holds():
    """RFC 9421, B.2.6: the request of B.2, signed with test-key-ed25519."""
    der = "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF"
    private = load_der_private_key(base64.b64decode(der), None)
    covered = ("date", "@method", "@path", "@authority", "content-type", "content-length")
    names = " ".join(f'"{name}"' for name in covered)
    value = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    headers = {
        "date": "Tue, 20 Apr 2021 02:07:55 GMT",
        "content-type": "application/json",
        "content-length": "18",
        "signature-input": f'sig-b26=({names});created=1618884473;keyid="test-key-ed25519"',
        "signature": f"sig-b26=:{value}:",
    }
    message = Message("POST", "https://example.com/foo?param=Value&Pet=dog", headers, b'{"hello": "world"}')
    signed = signatures.read(message, datetime(2021, 4, 20, 2, 8, tzinfo=UTC), covered=covered)
    assert signed.base.splitlines()[:4] == [
        '"date": Tue, 20 Apr 2021 02:07:55 GMT',
        '"@method": POST',
        '"@path": /foo',
        '"@authority": example.com',
    ]
    assert signatures.holds(signed, "ed25519", public(private))
    assert base64.b64encode(private.sign(signed.base.encode())).decode() == value
    assert not signatures.holds(signed, "ed25519", public(PRIVATE))


def test_a_signed_proposal_is_kept_with_its_signature_in_the_journal(bank):
    key, pledge = a_key(), a_pledge(a_claim("approved"))
    signed = read(a_message(key.id))
    proposed = act("propose_lock", a_proposal(pledge), BANK_CLERK, signed)
    kept = last_event(proposed)["changes"]["bank_signature"][1]
    assert kept == proposed.bank_signature
    assert kept["key"] == key.id
    assert f'keyid="{key.id}"' in kept["base"]
    again = replace(signed, base=kept["base"], signature=kept["signature"])
    assert signatures.holds(again, kept["algorithm"], key.public_key)


def test_consent_and_release_are_signed_alike_and_an_act_without_is_told_apart(bank):
    key, pledge = a_key(), a_lock()
    assert pledge.bank_signature is None
    consent = {**received(pledge), **LETTER, "account": an_account(pledge.account_name, "7000000000001111")}
    pledge = act("consent_to_change", consent, BANK_CHECKER, read(a_message(key.id)))
    assert pledge.bank_signature["key"] == key.id
    pledge = act("refuse_change", {**here(pledge), "note": "不符"}, CLERK)
    pledge = act("release_lock", {**received(pledge), **LETTER}, BANK_CHECKER)
    assert pledge.bank_signature is None
    before, after = last_event(pledge)["changes"]["bank_signature"]
    assert (before["key"], after) == (key.id, None)


def test_another_banks_key_a_revoked_one_and_a_forged_signature_are_refused(bank):
    a_unit("102452000012", "bank")
    others = a_key("102452000012", STRANGE)
    key, pledge = a_key(), a_pledge(a_claim("approved"))
    good = read(a_message(key.id))
    for bad in (
        read(a_message(others.id, STRANGE)),
        read(a_message("S-000099")),
        read(a_message(key.id, STRANGE)),
        replace(good, base=good.base.replace("POST", "PUT")),
        replace(good, algorithm="rsa-v1_5-sha256"),
        replace(good, signature="AAA"),
    ):
        with refused(BadSignature):
            act("propose_lock", a_proposal(pledge), BANK_CLERK, bad)
    act("revoke_signing_key", {**here(key), "note": "更换"}, SECURITY)
    with refused(BadSignature):
        act("propose_lock", a_proposal(pledge), BANK_CLERK, good)


def test_an_act_that_keeps_no_signature_takes_none(bank):
    pledge = a_lock("proposed")
    with refused(BadRecord, written_down=False):
        act("confirm_lock", here(pledge), CLERK, read(a_message()))


@pytest.mark.parametrize(
    "given",
    [
        {"signature-input": ""},
        {"signature-input": "sig"},
        {"signature-input": 'sig=("@method" "@target-uri" "content-digest";sf);created=1;keyid="S-1"'},
        {"signature-input": 'sig=("@method" "@method" "@target-uri" "content-digest");created=1;keyid="S"'},
        {"signature-input": 'sig=("@method" "@target-uri" "content-digest");created=1'},
        {"signature-input": 'sig=("@method" "@target-uri" "content-digest");keyid="S-000001"'},
        {"signature-input": 'sig=("@status" "@method" "@target-uri" "content-digest");created=1;keyid="S"'},
        {"signature-input": 'sig=("x-none" "@method" "@target-uri" "content-digest");created=1;keyid="S"'},
        {"signature": ""},
        {"signature": "other=:AAAA:"},
        {"content-digest": signatures.content_digest(b"another body")},
    ],
)
def test_a_signature_that_can_not_be_taken_says_why(time, given):
    with pytest.raises(UnfitSignature, match=" / "):
        read(a_message(**given))


def test_it_must_cover_the_act_and_its_body_and_be_of_now(time):
    for covered in (("@method", "@target-uri"), ("@method", "content-digest")):
        with pytest.raises(UnfitSignature, match="未覆盖"):
            read(a_message(covered=covered))
    for minutes in (-6, 6):
        with pytest.raises(UnfitSignature, match="时间"):
            read(a_message(at=clock.now() + timedelta(minutes=minutes)))


def test_what_is_too_long_for_the_journal_is_not_taken(time):
    covered = (*signatures.COVERED, "x-long")
    headers = {"content-digest": signatures.content_digest(BODY), "x-long": "x" * signatures.LONGEST}
    message = Message("POST", "https://example.org/", headers, BODY)
    made = signatures.sign(message, Ed25519Signer("S-000001", PRIVATE), clock.now(), covered)
    with pytest.raises(UnfitSignature, match="过长"):
        read(replace(message, headers={**headers, **made}))


def test_a_key_is_registered_once_by_the_security_administrator_for_a_bank(bank):
    body = {"unit": BANK_CODE, "algorithm": "ed25519", "public_key": public(PRIVATE), "document": "函1号"}
    with refused(NotYours):
        act("register_signing_key", body, SYSTEM)
    with refused(BadRecord):
        act("register_signing_key", {**body, "unit": "102452000012"}, SECURITY)
    with refused(BadRecord, written_down=False):
        act("register_signing_key", {**body, "algorithm": "rsa", "public_key": "AAAA"}, SECURITY)
    key = a_key()
    with refused(AlreadyThere):
        act("register_signing_key", body, SECURITY)
    key = act("revoke_signing_key", {**here(key), "note": "更换"}, SECURITY)
    with refused(OutOfOrder):
        act("revoke_signing_key", {**here(key), "note": "更换"}, SECURITY)
