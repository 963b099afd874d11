"""``disburse policy compare`` and ``policy match``: what would change, and what a firm may claim."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

from disburse import clock
from disburse.cli.policy_loading import FOLDER, load_or_tell, read_cases
from disburse.policy.case import Case, Decision, yuan
from disburse.policy.catalogue import SHIPPED, Catalogue
from disburse.policy.compare import VERDICTS, Compared, Side, Sums, Total, by_district, by_item, compare
from disburse.policy.contract import refusal
from disburse.policy.gather import gather
from disburse.policy.line import MalformedLine, read_firm
from disburse.policy.match import Match, match
from disburse.policy.model import RATINGS
from disburse.policy.readings import questions
from reports.tables import FORMATS, Cell, write

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
HEADER = ("id", "enterprise", "district", "item", "a", "b", "verdict")
WHAT_IF = "what-if"


@click.command("compare")
@click.argument("file", type=click.File("rb"))
@click.option("--catalogue-b", type=FOLDER, help="另一个目录 / another catalogue.")
@click.option("--ratings-b", type=FILE, help='另一份评级 / other ratings, JSON: {"enterprise or id": "C"}.')
@click.option(
    "--reading",
    metavar="QUESTION=A|B",
    help="两种理解，如 'investment=yes|no'；只写一种则与未定比较 / two readings, or one against undecided.",
)
@click.option("--csv", "table", type=NEW_FILE, help="逐件写入 CSV / every claim to a CSV file.")
@click.option("--json", "as_json", is_flag=True, help="汇总输出为 JSON / totals as JSON.")
def compare_claims(
    file: BinaryIO,
    catalogue_b: Path | None,
    ratings_b: Path | None,
    reading: str | None,
    table: Path | None,
    as_json: bool,
) -> None:
    """同一批申报（FILE，每行一件）在两套规则下的差别 / the same claims (JSON Lines) under two sets of rules.

    A 为现行目录、文件中的评级、未定的理解；B 由选项给出。有读不懂的行时退出状态为 1。
    A is the shipped catalogue, the ratings in FILE and nothing decided; B is what the options say.
    """
    here = load_or_tell(SHIPPED)
    readings_a, readings_b = _readings(here, reading) if reading else ((), ())
    a = Side(here, readings_a)
    b = Side(load_or_tell(catalogue_b) if catalogue_b else here, readings_b)
    cases, sound = read_cases(here, file)
    gathered = gather(cases, a, b, _ratings(ratings_b) if ratings_b else {})
    compared = list(compare((claims for _, claims in gathered.groups), a, b))
    items = by_item(compared)
    districts = {gathered.districts[n] or "—": total for n, total in by_district(compared).items()}
    if table:
        rows = zip((of for of, _ in gathered.groups), compared, strict=True)
        write(FORMATS["csv"](table, HEADER), (line for of, part in rows for line in _lines(of, part)))
    _print(items, districts, as_json=as_json)
    if not sound:
        raise SystemExit(1)


@click.command("match")
@click.argument("file", metavar="FACTS.json", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="每行一个 JSON / one JSON line for each item.")
@click.option("--all", "everything", is_flag=True, help="含不符合条件的 / also what it is not eligible for.")
def match_firm(file: BinaryIO, as_json: bool, everything: bool) -> None:
    """一家企业可以申报什么 / what a firm may claim, from facts as in a case; fewest missing first."""
    catalogue = load_or_tell(SHIPPED)
    try:
        firm = read_firm(catalogue, file.read(), clock.today())
    except MalformedLine as error:
        raise click.ClickException(refusal(1, error)["error"]) from None
    for found in match(catalogue, firm):
        if everything or found.assessment.outcome != "not_eligible":
            click.echo(json.dumps(_facts(found), ensure_ascii=False) if as_json else _line(catalogue, found))


COMMANDS = (compare_claims, match_firm)


def _readings(catalogue: Catalogue, written: str) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
    """The readings of each side: of one question, or (``investment=...``) of every question of a kind."""
    name, _, chosen = written.partition("=")
    sides = chosen.split("|")
    asked = [q for q in questions(catalogue).values() if name in (q.name, q.kind)]
    if not asked or len(sides) > 2 or any(side not in q.readings for q in asked for side in sides):
        known = asked[0].readings if asked else dict.fromkeys(q.kind for q in questions(catalogue).values())
        raise click.BadParameter(f"只能是 / must be among: {', '.join(known)}", param_hint="--reading")
    of = [tuple(Decision(q.name, side, WHAT_IF, date.min) for q in asked) for side in sides]
    return (of[0], of[1]) if len(of) == 2 else ((), of[0])


def _ratings(path: Path) -> dict[str, str]:
    try:
        ratings = json.loads(path.read_bytes())
        if isinstance(ratings, dict) and set(ratings.values()) <= set(RATINGS):
            return ratings
    except (ValueError, TypeError):
        pass
    message = f'应为 {{"企业": "类别"}}，类别为 / must map enterprises to one of: {", ".join(RATINGS)}'
    raise click.BadParameter(message, param_hint="--ratings-b")


def _lines(cases: tuple[Case, ...], part: Compared) -> Iterator[tuple[Cell, ...]]:
    """Every claim of a group; a sum that is open is left empty."""
    sums = zip(part.a.payable_fen, part.b.payable_fen, part.verdict, strict=True)
    for case, (a, b, verdict) in zip(cases, sums, strict=True):
        paid = (yuan(int(fen)) if fen >= 0 else "" for fen in (a, b))
        yield (case.id, case.enterprise, case.district, case.item, *paid, VERDICTS[verdict])


def _print(items: Mapping[str, Total], districts: Mapping[str, Total], *, as_json: bool) -> None:
    whole = sum(items.values(), Total())
    if as_json:
        tables = {"items": items, "districts": districts, "total": {"total": whole}}
        shown = {name: {of: _plain(t) for of, t in table.items()} for name, table in tables.items()}
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    heads = ("", "件数", "增", "减", "未定", "A（元）", "B（元）", "增加（元）", "减少（元）")
    click.echo("\t".join(heads))
    click.echo("\t".join(("", "claims", "gain", "lose", "open", "A yuan", "B yuan", "gained", "lost")))
    for name, total in (*items.items(), *districts.items(), ("合计 total", whole)):
        counts = (total.rows, total.gains, total.loses, total.open)
        sums = (total.a.payable_fen, total.b.payable_fen, total.gained_fen, total.lost_fen)
        click.echo("\t".join([name, *map(str, counts), *map(yuan, sums)]))


def _plain(total: Total) -> dict[str, object]:
    counts = {name: getattr(total, name) for name in VERDICTS}
    sums = {"gained": yuan(total.gained_fen), "lost": yuan(total.lost_fen)}
    return {"claims": total.rows, **counts, **sums, "a": _side(total.a), "b": _side(total.b)}


def _side(sums: Sums) -> dict[str, str | None]:
    high = None if sums.open_high_fen is None else yuan(sums.open_high_fen)
    return {"payable": yuan(sums.payable_fen), "open_low": yuan(sums.open_low_fen), "open_high": high}


def _facts(found: Match) -> dict[str, object]:
    made = found.assessment
    return {
        "item": made.item,
        "article": found.item.article,
        "title": found.item.title_zh,
        "outcome": made.outcome,
        "range": [yuan(fen) for fen in found.range_fen] if found.range_fen else None,
        "missing": list(made.missing),
        "reasons": [{"code": why.code, "zh": why.zh, "en": why.en} for why in made.reasons],
    }


def _line(catalogue: Catalogue, found: Match) -> str:
    made = found.assessment
    low, high = found.range_fen or (0, 0)
    sums = {0: "…", 1: yuan(low), 2: f"{yuan(low)}–{yuan(high)}"}
    written = sums[len({low, high}) if found.range_fen else 0]
    missing = "、".join(_label(catalogue, name) for name in made.missing)
    return "\t".join([made.item, made.outcome, written, missing, found.item.title_zh])


def _label(catalogue: Catalogue, name: str) -> str:
    fact = catalogue.facts.get(name)
    return f"{fact.zh} {name}" if fact else name
