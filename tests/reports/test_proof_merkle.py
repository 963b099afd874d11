"""Merkle trees: against the vectors of others, and against the definition of RFC 6962 written naively."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reports import proof

VECTORS = Path(__file__).parents[3] / "shared" / "vectors" / "merkle" / "inclusion"
SIZES = st.integers(1, 70)


def leaves(size):
    return [proof.leaf_hash(str(n).encode()) for n in range(size)]


def naive_root(hashes):
    """RFC 6962, section 2.1, word for word."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return hashlib.sha256(b"\1" + naive_root(hashes[:middle]) + naive_root(hashes[middle:])).digest()


def flipped(data, bit):
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 % len(data) else 0) for at, byte in enumerate(data))


def test_inclusion_vectors_of_others_are_judged_as_they_say():
    if not VECTORS.is_dir():
        pytest.skip("the client's test vectors (../shared/vectors) are not here")
    paths = sorted(VECTORS.rglob("*.json"))
    assert len(paths) > 90
    for path in paths:
        case = json.loads(path.read_text(encoding="utf-8"))
        hashes = [base64.b64decode(text) for text in case["proof"] or []]
        leaf, top = base64.b64decode(case["leafHash"] or ""), base64.b64decode(case["root"] or "")
        accepted = proof.included(leaf, case["leafIdx"], case["treeSize"], hashes, top)
        assert accepted is not case["wantErr"], path


@given(st.integers(0, 70))
def test_the_root_is_that_of_the_definition(size):
    assert proof.root(leaves(size)) == naive_root(leaves(size))


@given(SIZES, st.data())
def test_every_leaf_is_proved_and_no_other_passes(size, data):
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    hashes, path = leaves(size), proof.inclusion(leaves(size), index)
    assert proof.included(hashes[index], index, size, path, proof.root(hashes))
    assert proof.included(hashes[other], index, size, path, proof.root(hashes)) is (other == index)
    assert not proof.included(hashes[index], size, size, path, proof.root(hashes))
    assert not proof.included(hashes[index], index, size, [*path, hashes[0]], proof.root(hashes))


@given(SIZES, st.data())
def test_growth_is_proved_and_a_rewritten_past_is_not(size, data):
    old = data.draw(st.integers(1, size))
    hashes = leaves(size)
    path = proof.consistency(hashes, old)
    before, after = proof.root(hashes[:old]), proof.root(hashes)
    assert proof.grown(old, before, size, after, path)
    assert not proof.grown(old, flipped(before, old), size, after, path)
    assert not proof.grown(old, before, size, flipped(after, old), path)
    assert not proof.grown(old, before, size, after, [*path, after])


@given(st.integers(2, 70), st.data())
def test_a_bit_flipped_in_a_proof_is_seen(size, data):
    index, bit = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 255))
    hashes = leaves(size)
    path = proof.inclusion(hashes, index)
    at = data.draw(st.integers(0, len(path) - 1))
    path[at] = flipped(path[at], bit)
    assert not proof.included(hashes[index], index, size, path, proof.root(hashes))
    grown = proof.consistency(hashes, index + 1)
    assume(grown)
    grown[at % len(grown)] = flipped(grown[at % len(grown)], bit)
    assert not proof.grown(index + 1, proof.root(hashes[: index + 1]), size, proof.root(hashes), grown)


def test_a_leaf_is_never_taken_for_a_node():
    left, right = leaves(2)
    assert proof.leaf_hash(left + right) != proof.node_hash(left, right)


def test_sizes_and_lengths_that_make_no_sense_prove_nothing():
    leaf = leaves(1)[0]
    assert not proof.included(leaf, 0, 0, [], leaf)
    assert not proof.included(leaf, -1, 1, [], leaf)
    assert not proof.included(leaf[:31], 0, 1, [], leaf[:31])
    assert not proof.included(leaf, 0, 2**400, [leaf] * 400, leaf)
    assert not proof.grown(0, leaf, 1, leaf, [])
    assert not proof.grown(2, leaf, 1, leaf, [])
    with pytest.raises(IndexError):
        proof.inclusion([leaf], 1)
    with pytest.raises(IndexError):
        proof.consistency([leaf], 0)
