"""Arithmetic that reads the same for one ``int`` and for an int64 column of a million rows.

Sums are fen and stay within ``LIMIT_FEN``, so that every product below fits into 64 bits; a caller that reads
sums from outside refuses more (10 万亿元 is beyond any award and any turnover in the city).
"""

from fractions import Fraction
from math import gcd

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]
Number = int | Column
"""Fen, a count, a day or a truth (0 or 1): one, or a column of them."""

Truth = bool | NDArray[np.bool_]
"""One answer, or a column of them."""

MISSING = -1
"""A fact that was not given; all facts given are zero or more."""
LIMIT_FEN = 10**15
"""No sum may exceed it; as the upper end of a range it stands for "no ceiling is stated"."""
LARGEST_NUMERATOR = 1000
"""Of a rate in lowest terms: LIMIT_FEN * 1000 * 2 is below 2**63."""


def pick(test: Truth, yes: Number, no: Number) -> Number:
    """``yes`` where the test holds, else ``no``."""
    if isinstance(test, np.ndarray):
        return np.where(test, yes, no)
    return yes if test else no


def least(a: Number, b: Number) -> Number:
    """The lower of two."""
    if isinstance(a, int) and isinstance(b, int):
        return a if a < b else b
    return np.minimum(a, b)


def most(a: Number, b: Number) -> Number:
    """The higher of two."""
    if isinstance(a, int) and isinstance(b, int):
        return a if a > b else b
    return np.maximum(a, b)


def known(fact: Number) -> Truth:
    """The fact was given."""
    return fact != MISSING


def wanting(fact: Number) -> Truth:
    """The fact was not given."""
    return fact == MISSING


def refute(test: Truth) -> Truth:
    """The opposite answer."""
    return test ^ True


def half_up(numerator: Number, denominator: int) -> Number:
    """Quotient of two non-negative numbers, half a fen rounded up."""
    return (numerator + denominator // 2) // denominator  # a whole number and a half is never in between


def share(base_fen: Number, part: Fraction) -> Number:
    """A part of a sum, half up to the fen."""
    numerator = base_fen if part.numerator == 1 else base_fen * part.numerator
    return half_up(numerator, part.denominator)


def in_lowest_terms(numerator: int, denominator: int) -> tuple[int, int]:
    """The same share with no common divisor: 80 of 100 is 4 of 5."""
    common = gcd(numerator, denominator)
    return numerator // common, denominator // common
