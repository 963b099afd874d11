"""Calculations in words, in Chinese and English, from steps as plain data."""

import pytest

from reports.explain import TEMPLATES, calculation, grouped, sentence

INVESTMENT = {
    "name": "equipment_investment", "zh": "年度设备投资额", "en": "equipment investment",
    "value": "58000000.00", "unit": "yuan",
}  # fmt: skip
ROOM = {"name": "room", "zh": "限额", "en": "ceiling", "value": "6000000.00", "unit": "yuan"}
STEPS = [
    {"kind": "rate", "inputs": [INVESTMENT], "rule": "12%", "result": "6960000.00", "article": "5"},
    {"kind": "cap", "inputs": [ROOM], "rule": "600万元", "result": "6000000.00", "article": "5"},
]


def test_a_calculation_reads_like_the_sheet_an_official_writes():
    assert (
        calculation(STEPS)
        == "年度设备投资额 58,000,000.00 元 × 12% = 6,960,000.00 元；上限 600万元，取 6,000,000.00 元"
    )


def test_a_calculation_reads_in_english_too():
    assert calculation(STEPS, "en") == (
        "equipment investment 58,000,000.00 yuan × 12% = 6,960,000.00 yuan; cap 600万元: 6,000,000.00 yuan"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_kind_has_its_sentence(kind, language):
    step = {"kind": kind, "inputs": [INVESTMENT, ROOM], "rule": "12%", "result": "1.00", "article": "5"}
    assert "1.00" in sentence(step, language) or kind == "open"


@pytest.mark.parametrize(
    ("plain", "apart"),
    [
        ("5000000.00 × 100% + 3000000.00 × 50%", "5,000,000.00 × 100% + 3,000,000.00 × 50%"),
        ("× 3.45% × 360 / 360", "× 3.45% × 360 / 360"),
        ("0.00–2000000.00", "0.00–2,000,000.00"),
        ("600万元", "600万元"),
    ],
)
def test_thousands_are_set_apart_in_sums_only(plain, apart):
    assert grouped(plain) == apart
