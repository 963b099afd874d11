"""Samples are drawn by seed: the same again, another with another, in proportion, exact."""

import hashlib
import hmac
import json
from collections import Counter

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from disburse import cli
from disburse.actors import Actor
from disburse.errors import BadRecord
from disburse.queries import sampling
from disburse.queries.sampling import Member, draw, population
from schemas.shown_reads import SAMPLING
from tests.make import AUDITOR, a_claim

CITY = [Member(f"QD-2025-{n:06d}", ("a", "b", "c")[min(n % 10, 2)], n * 1_000_000) for n in range(1, 101)]


def numbers(members, **given):
    given = {"seed": "2025-审计-1", "method": "random", "size": 10} | given
    return [one.number for one in draw(members, **given).drawn]


def test_the_command_and_the_interface_know_every_method():
    assert set(SAMPLING) == set(sampling.ALGORITHM)


@pytest.mark.parametrize("method", SAMPLING)
def test_the_same_seed_and_population_give_the_same_sample(method):
    one = numbers(CITY, method=method)
    assert one == numbers(list(CITY), method=method)
    assert len(set(one)) == 10
    assert one != numbers(CITY, method=method, seed="2025-审计-2")
    assert one != numbers([*CITY[:-1], Member("QD-2025-000100", "a", 1)], method=method)


def test_a_sample_can_be_drawn_again_by_its_description_alone():
    made = draw(CITY, seed="s", method="random", size=5)
    digest = hashlib.sha256("".join(f"{m.number},{m.fen}\n" for m in CITY).encode()).hexdigest()
    assert made.digest == digest

    def ticket(m):
        return hmac.new(b"s", f"{digest}\n{m.number}".encode(), hashlib.sha256).hexdigest()

    assert {m.number for m in made.drawn} == {m.number for m in sorted(CITY, key=ticket)[:5]}
    assert (made.population, made.population_fen) == (100, 5_050_000_000)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 10, 33, 99, 100, 500])
@pytest.mark.parametrize("method", ["by_unit", "by_sum"])
def test_strata_are_drawn_from_in_proportion(method, size):
    made = draw(CITY, seed="s", method=method, size=size)
    assert len(made.drawn) == min(size, 100) == sum(count for count, _ in made.strata.values())
    for count, of in made.strata.values():
        assert count <= of
        assert size < len(made.strata) or count >= 1
        assert abs(count * 100 - min(size, 100) * of) <= 100 * len(made.strata)
    if method == "by_unit":
        assert Counter(m.unit for m in made.drawn) == {u: n for u, (n, _) in made.strata.items() if n}


def test_large_sums_are_certain_and_small_ones_as_likely_as_they_are_large():
    whale = Member("QD-2025-900000", "a", 10_000_000_000)
    seeds = range(400)
    drawn = Counter(
        m.number for s in seeds for m in draw([*CITY, whale], seed=str(s), method="by_size", size=11).drawn
    )
    assert drawn[whale.number] == len(seeds)
    half = sum(drawn[m.number] for m in CITY[50:])
    share = sum(m.fen for m in CITY[50:]) * 10 * len(seeds) // sum(m.fen for m in CITY)
    assert abs(half - share) < share // 20
    assert drawn.total() == 11 * len(seeds)


def test_a_claim_without_a_sum_is_never_drawn_by_size():
    assert numbers([Member("QD-2025-000001", "a", 0)], method="by_size", size=3) == []
    assert len(numbers(CITY[:3], method="by_size", size=50)) == 3
    assert numbers([], method="by_unit") == numbers([], method="by_size") == []


def test_what_cannot_be_drawn_is_told_whole():
    with pytest.raises(BadRecord) as no:
        draw(CITY, seed=" ", method="dice", size=0)
    assert [f.where for f in no.value.findings] == ["seed", "method", "size"]


def test_the_population_is_what_the_asker_may_see(time):
    paid = a_claim("paid")
    a_claim("approved")
    assert population(AUDITOR) == [Member(paid.id, paid.unit, 200_000_000)]
    assert population(AUDITOR, item="QD24-5.1") == population(AUDITOR, unit="370202") == []
    assert population(Actor("x", "district_clerk", "370202")) == []


def test_the_command_says_all_that_is_needed_to_draw_again(app, time):
    paid = a_claim("paid")
    words = ["sample", "--seed", "公开种子", "--size", "3"]
    run = CliRunner().invoke
    told = run(cli.disburse, [*words, "--json"], obj=ScriptInfo(create_app=lambda: app))
    assert told.exit_code == 0, told.output
    made = json.loads(told.output)
    assert [one["number"] for one in made["drawn"]] == [paid.id]
    assert (made["seed"], made["population"]) == ("公开种子", 1)
    plain = run(cli.disburse, words, obj=ScriptInfo(create_app=lambda: app)).output
    assert made["digest"] in plain
    assert f"{paid.id}\t{paid.unit}\t2000000.00" in plain
    refused = run(
        cli.disburse, ["sample", "--seed", "s", "--size", "0"], obj=ScriptInfo(create_app=lambda: app)
    )
    assert refused.exit_code == 1
    assert "size" in refused.output
