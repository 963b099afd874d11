"""The shipped catalogue held against the client's list, and what a faulty one is told."""

import csv
import re
import shutil
import tomllib
from collections import Counter
from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disburse.policy import figures
from disburse.policy.catalogue import SHIPPED, CatalogueFault, build, load, survey
from disburse.policy.kinds import Bands, Cost, Fixed, Increase, Rate, Tiers

WAN = 10_000 * 100


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "catalogue")


def rows(shared, name):
    with (shared / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_there_are_93_items_with_money_47_services_and_one_rule(catalogue):
    kinds = Counter(item.kind for item in catalogue.items.values())
    assert (kinds["service"], kinds["rule"]) == (47, 1)
    assert sum(item.grants_money for item in catalogue.items.values()) == 93


def test_59_items_follow_from_facts_alone(catalogue):
    assert len(catalogue.computable()) == 59


def test_items_are_those_of_the_list(catalogue, shared):
    listed = {
        row["id"]: (row["article"], row["kind"], row["beneficiary"]) for row in rows(shared, "items.csv")
    }
    ours = {item.id: (item.article, item.kind, item.beneficiary) for item in catalogue.items.values()}
    assert ours == listed


def test_facts_pledges_investment_and_restatements_are_those_of_the_list(catalogue, shared):
    for row in rows(shared, "items.csv"):
        item = catalogue.items[row["id"]]
        if item.grants_money:
            assert item.facts == tuple(row["facts"].split()), item.id
            assert item.pledgeable is (row["pledgeable"] == "yes"), item.id
            assert item.investment == (row["investment_type"] or "none"), item.id
            factor = {"art. 26": "yes", "undecided": "undecided"}.get(row["rating_factor"], "no")
            assert item.rating_factor == factor, item.id
            assert item.restates == (row["restates"].split(" ")[0] or None), item.id
            assert bool(item.doubt) is (
                "undecided" in row["restates"] or "unclear" in row["notes"].split("Encode as")[-1][:12]
            ), item.id


def test_caps_are_those_of_the_list(catalogue, shared):
    for row in rows(shared, "items.csv"):
        stated = re.match(r"\d+", row["cap_wan"])
        cap = catalogue.items[row["id"]].cap
        if row["kind"] in ("rate", "cost", "increase", "ceiling", "elsewhere"):
            assert cap, row["id"]
            assert cap.fen == int(stated[0]) * WAN, row["id"]
        else:
            assert cap is None, row["id"]


def test_sums_and_rates_are_those_of_the_list(catalogue, shared):
    for row in rows(shared, "items.csv"):
        match catalogue.items[row["id"]].formula:
            case Fixed(amount_fen):
                assert amount_fen == int(row["figures_wan"]) * WAN, row["id"]
            case Rate(rate=rate) | Increase(rate=rate):
                assert rate == Fraction(int(re.match(r"\d+", row["figures_wan"])[0]), 100), row["id"]
            case Cost():
                assert row["figures_wan"] == "100% implied", row["id"]


def test_tiers_and_bands_are_those_of_the_list(catalogue):
    tiers = catalogue.items["QD24-1"].formula
    assert isinstance(tiers, Tiers)
    assert [(tier.over_fen // (10_000 * WAN), tier.amount_fen // WAN) for tier in tiers.tiers] == [
        (50, 50), (100, 100), (200, 200), (500, 300), (1000, 500),
    ]  # fmt: skip
    bands = catalogue.items["XH24-I-5.1"].formula
    assert isinstance(bands, Bands)
    assert [band.share for band in bands.bands] == [1, Fraction(1, 2), 0]
    assert bands.term_days == 1095


def test_one_off_items_are_those_of_the_list(catalogue, shared):
    for row in rows(shared, "items.csv"):
        item = catalogue.items[row["id"]]
        period = row["period"]
        if item.grants_money:
            stated = period.startswith(("one-off", "one per")) or "“一次性”" in period.replace(
                "no “一次性”", ""
            )
            assert item.one_off is stated, item.id
            assert bool(item.cap and item.cap.window == "year") is (
                period in ("yearly", "yearly, number of years not stated")
            ), item.id


def test_quotas_are_those_of_the_text(catalogue):
    quotas = {item.id: item.quota for item in catalogue.items.values() if item.quota}
    assert quotas == {"QD24-4.2": 10, "QC26-14.1": 3, "QD24-10.3": 10}


def test_the_vocabulary_is_the_clients_and_the_object(catalogue, shared):
    listed = {row["fact"]: (row["type"], row["unit"]) for row in rows(shared, "facts.csv")}
    ours = {fact.name: (fact.type, fact.unit) for fact in catalogue.facts.values()}
    assert ours == listed | {"object": ("text", "")}


def test_overlaps_are_the_clients(catalogue, shared):
    listed = {(row["group"], row["items"], row["textual basis"]) for row in rows(shared, "overlaps.csv")}
    assert {(o.group, " ".join(o.items), o.basis_en) for o in catalogue.overlaps} == listed
    assert [o.group for o in catalogue.overlaps if o.cumulative] == ["G14"]


CHANGES = {
    "2019-08": 425, "2019-09": 420, "2019-11": 415, "2020-02": 405, "2020-04": 385,
    "2021-12": 380, "2022-01": 370, "2022-08": 365, "2023-06": 355, "2023-08": 345,
    "2024-07": 335, "2024-10": 310, "2025-05": 300,
}  # fmt: skip


def test_the_series_has_every_month_from_2019_08_to_2025_12_and_no_other(catalogue):
    months = [f"{year}-{month:02d}" for year in range(2019, 2026) for month in range(1, 13)]
    assert list(catalogue.lpr) == [month for month in months if month >= "2019-08"]


def test_the_series_changes_in_the_published_months_only(catalogue):
    current = 0
    for month, value in catalogue.lpr.items():
        current = CHANGES.get(month, current)
        assert value == current, month


def test_titles_are_short_and_in_two_languages(catalogue):
    assert all(0 < len(item.title_zh) <= 30 and item.title_en for item in catalogue.items.values())


def test_the_digest_does_not_depend_on_files_or_white_space(copy, catalogue):
    folder = copy / "QD24" / "2023-draft"
    pages = sorted(folder.glob("[1-6]-*.toml"))
    merged = "\n\n\n".join(page.read_text(encoding="utf-8") for page in reversed(pages))
    for page in pages:
        page.unlink()
    (folder / "all.toml").write_text(merged, encoding="utf-8")
    assert load(copy).digest == catalogue.digest


def test_the_digest_tells_another_figure(copy, catalogue):
    change(copy / "QD24" / "2023-draft" / "1-growth.toml", "200万元", "201万元")
    assert load(copy).digest != catalogue.digest


def test_all_faults_of_a_catalogue_are_listed_at_once(copy):
    page = copy / "QD24" / "2023-draft" / "2-traditional.toml"
    change(page, 'cap = "600万元 #5"', 'cap = "600 #5"')
    change(page, 'kind = "fixed"', 'kind = "fix"')
    change(page, '"equipment_investment", ', "")
    change(page, "pledgeable = true", "pledgable = true")
    change(copy / "overlaps.toml", "QC26-6.1", "QC26-99")
    with pytest.raises(CatalogueFault) as fault:
        load(copy)
    where = " ".join(finding.where for finding in fault.value.findings)
    for field in (
        "QD24-5.1.cap",
        "QD24-6.1.kind",
        "QD24-5.1.facts",
        "QD24-5.1.pledgable",
        "overlaps.toml G3",
    ):
        assert field in where
    assert all(f.zh and f.en and f.mend_zh and f.mend_en for f in fault.value.findings)


def test_a_page_that_is_not_toml_is_a_finding(copy):
    (copy / "QD24" / "2023-draft" / "9.toml").write_text("[[item]\n", encoding="utf-8")
    _, findings = survey(copy)
    assert any("9.toml" in finding.where for finding in findings)


def test_an_item_listed_twice_is_a_finding(copy):
    page = copy / "QC26" / "2026-draft" / "3-attraction.toml"
    page.write_text(page.read_text(encoding="utf-8") * 2, encoding="utf-8")
    _, findings = survey(copy)
    assert any("twice" in finding.en for finding in findings)


def places(table, before=()):
    """Every place in a nest of tables and lists."""
    parts = table.items() if isinstance(table, dict) else enumerate(table) if isinstance(table, list) else ()
    for key, part in parts:
        yield (*before, key)
        yield from places(part, (*before, key))


TABLES = {
    page.relative_to(SHIPPED).as_posix(): tomllib.loads(page.read_text("utf-8"))
    for page in SHIPPED.rglob("*.toml")
}
PLACES = [place for place in places(TABLES) if len(place) > 1]


@settings(max_examples=100)
@given(
    st.sampled_from(PLACES),
    st.sampled_from([1, "", "x", [], {}, [1], [{}], {"a": 1}, True, "x #1", [["x"]], -1]),
)
def test_damage_anywhere_is_a_finding_and_never_a_crash(place, junk):
    damaged = deepcopy(TABLES)
    inside = damaged
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = junk
    _, findings = build(damaged, [])
    assert all(finding.where and finding.mend_en for finding in findings)


CITY = """
key = "ZZ30"
edition = "2030"
title_zh = "某市措施"
title_en = "Measures of another city"
level = "city"
status = "adopted"
number = "某工信〔2030〕1号"
file = "ZZ30.txt"
style = "numbered"
from = "2030年1月1日起 #1"
to = "2032年12月31日 #2"
"""
ITEM = """
[[item]]
id = "ZZ30-1"
article = "1"
title_zh = "绿色工厂"
title_en = "Green factory"
beneficiary = "企业"
kind = "fixed"
pledgeable = true
facts = ["recognised_on"]
amount = "30万元 #1"
"""


def test_another_city_adds_a_document_by_adding_a_folder(copy):
    folder = copy / "ZZ30" / "2030"
    folder.mkdir(parents=True)
    (folder / "document.toml").write_text(CITY, encoding="utf-8")
    (folder / "items.toml").write_text(ITEM, encoding="utf-8")
    catalogue = load(copy)
    assert catalogue.items["ZZ30-1"].formula == Fixed(30 * WAN)
    assert catalogue.documents["ZZ30"].title_en == "Measures of another city"


def test_a_later_edition_governs_from_its_first_day(copy):
    folder = copy / "ZZ30" / "2030"
    for edition, start, amount in (
        ("2030", "2030年1月1日起", "30万元"),
        ("2031", "2031年1月1日起", "40万元"),
    ):
        folder = copy / "ZZ30" / edition
        folder.mkdir(parents=True)
        document = CITY.replace('"2030"', f'"{edition}"').replace("2030年1月1日起", start)
        (folder / "document.toml").write_text(document, encoding="utf-8")
        (folder / "items.toml").write_text(ITEM.replace("30万元", amount), encoding="utf-8")
    catalogue = load(copy)
    sums = [
        catalogue.governing("ZZ30-1", figures.first_day(day)).formula.amount_fen // WAN
        for day in ("2030年12月31日", "2031年1月1日")
    ]
    assert sums == [30, 40]


@pytest.mark.parametrize(
    ("literal", "fen"),
    [
        ("600万元", 600 * WAN),
        ("1000亿元", 10_000_000 * WAN),
        ("200万", 200 * WAN),
        ("６００万元", 600 * WAN),
        ("1.5万元", 15_000_00),
    ],
)
def test_a_sum_is_read_as_it_is_written(literal, fen):
    assert figures.money(literal) == fen


@pytest.mark.parametrize(
    ("literal", "count"),
    [
        ("十个", 10),
        ("两年", 2),
        ("二级", 2),
        ("5个", 5),
        ("前10名", 10),
        ("千亿", 10**11),
        ("百亿", 10**10),
        ("三家", 3),
    ],
)
def test_a_count_is_read_as_it_is_written(literal, count):
    assert figures.number(literal) == count


@pytest.mark.parametrize("literal", ["", "万元", "若干", "12%", "600", "-5万元", "6OO万元"])
def test_what_is_not_a_sum_is_refused(literal):
    with pytest.raises(ValueError, match=r".*"):
        figures.money(literal)
