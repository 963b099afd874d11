"""Merkle trees of RFC 6962: roots, inclusion and consistency proofs, over SHA-256. Standard library only.

A leaf hash is made with ``leaf_hash``; every function below takes leaf hashes, never the leaves themselves.
"""

import hashlib
from collections.abc import Sequence

LIMIT_PROOF = 64
"""Hashes in a proof at most: a tree of 2^64 leaves is taller than any log."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf; its first byte tells it from a node (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return hashlib.sha256(b"\1" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below ``size``: where a tree divides."""
    return 1 << (size - 1).bit_length() - 1


def root(leaves: Sequence[bytes]) -> bytes:
    """Root over leaf hashes; of no leaves, the hash of nothing."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[2 * len(pairs) :]
    return level[0] if level else hashlib.sha256().digest()


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Proof that leaf ``index`` is under the root (RFC 6962, 2.1.1); IndexError if there is none."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if index < middle:
        return [*inclusion(left, index), root(right)]
    return [*inclusion(right, index - middle), root(left)]


def consistency(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """Proof that the tree only grew since it had ``size`` leaves (RFC 6962, 2.1.2); IndexError beyond it."""
    if not 0 < size <= len(leaves):
        raise IndexError(f"no tree of {size} within one of {len(leaves)}")
    return _consistency(leaves, size, whole=True)


def _consistency(leaves: Sequence[bytes], size: int, *, whole: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if whole else [root(leaves)]
    middle = _split(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if size <= middle:
        return [*_consistency(left, size, whole=whole), root(right)]
    return [*_consistency(right, size - middle, whole=False), root(left)]


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], top: bytes) -> bool:
    """Whether ``proof`` shows that ``leaf`` is number ``index`` under the root ``top`` of ``size`` leaves."""
    if not (0 <= index < size and _hashes(leaf, top, *proof)):
        return False
    path = list(proof)
    try:
        return _climb(leaf, index, size, path) == top and not path
    except IndexError:  # the proof is too short
        return False


def _climb(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    if size == 1:
        return leaf
    middle, sibling = _split(size), path.pop()
    if index < middle:
        return node_hash(_climb(leaf, index, middle, path), sibling)
    return node_hash(sibling, _climb(leaf, index - middle, size - middle, path))


def grown(old: int, old_top: bytes, new: int, new_top: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the tree of ``new`` leaves begins with the tree of ``old``."""
    if not (0 < old <= new and _hashes(old_top, new_top, *proof)):
        return False
    path = list(proof)
    try:
        return _tops(old, new, path, old_top) == (old_top, new_top) and not path
    except IndexError:  # the proof is too short
        return False


def _tops(old: int, new: int, path: list[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """The two roots that a proof leads to; ``known`` is the old root while its tree is the left edge."""
    if old == new:
        top = path.pop() if known is None else known
        return top, top
    middle, sibling = _split(new), path.pop()
    if old <= middle:
        before, after = _tops(old, middle, path, known)
        return before, node_hash(after, sibling)
    before, after = _tops(old - middle, new - middle, path, None)
    return node_hash(sibling, before), node_hash(sibling, after)


def _hashes(*values: bytes) -> bool:
    return len(values) <= LIMIT_PROOF + 2 and all(
        len(value) == hashlib.sha256().digest_size for value in values
    )
