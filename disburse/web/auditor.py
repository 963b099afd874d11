"""Pages of the audience ``auditor``: the journal, its proofs and what auditors look for."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, Response, render_template, request

from disburse import sending, whole
from disburse.errors import NotFound
from disburse.queries import doubts, jobs, records
from disburse.queries.doubts import Doubt
from disburse.queries.found import Found
from disburse.web import columns
from disburse.web.batching import ROW
from disburse.web.languages import N_
from disburse.web.languages import gettext as _
from disburse.web.listing import shown
from disburse.web.reader import reader
from disburse.web.refused import REFUSALS
from disburse.web.sampled import asked_sample, shares
from reports.tables import FORMATS

pages = Blueprint("auditor_pages", __name__, url_prefix="/auditor")
MOST_SHOWN = 200
"""Findings of a doubt on its page; the file has them all."""
HEADER = ("doubt", "record", "claim", "facts", "others")
FACTS: Mapping[str, str] = {
    "accept = recommend": N_("受理与推荐为同一人"),
    "account": N_("账户"),
    "band": N_("账龄"),
    "computed": N_("测算金额（元）"),
    "days": N_("天数"),
    "decided_on": N_("决定日期"),
    "enterprises": N_("企业数"),
    "entered_by": N_("录入人"),
    "entered_on": N_("录入日期"),
    "objection": N_("异议编号"),
    "owed": N_("未付或未收（元）"),
    "phone": N_("联系电话"),
    "returned": N_("退汇原因"),
    "same": N_("相同之处"),
    "sum": N_("金额（元）"),
    "workdays": N_("工作日"),
    "workdays_over": N_("超期工作日"),
}
"""What the facts of a finding are called, where they are no column of a record."""


@pages.before_request
def _auditors_only() -> None:
    """Everybody else is told that there is no such page. Raises NotFound."""
    if reader().role != "auditor":
        raise NotFound(number=request.path)


@pages.get("")
def home() -> str:
    """Where auditors begin: what the last nightly look found, and the ways on."""
    by = reader()
    return render_template(
        "auditor/home.html",
        nightly=jobs.last("nightly"),
        claims=records.tally("claim", by, {}, ("payable_fen", "paid_fen")),
        refusals=records.tally("refusal", by, {}, ())[0],
        hand_overs=records.tally("hand_over", by, {}, ())[0],
    )


@pages.get("/verification")
def verification() -> str:
    """Verify the whole trail now, and say what was found. Raises Busy."""
    return render_template("auditor/verification.html", verdict=whole.verified(), most=whole.MOST_FINDINGS)


@pages.get("/doubts")
def doubts_asked() -> str:
    """The eleven questions; with ``counted`` how many findings each has, which reads everything."""
    by = reader()
    counts = {}
    if "counted" in request.args:
        counts = {one.name: sum(1 for _found in one.ask(by)) for one in doubts.DOUBTS}
    return render_template("auditor/doubts.html", doubts=doubts.DOUBTS, counts=counts)


@pages.get("/doubts/<name>")
def doubt(name: str) -> str:
    """The first findings of one question, each led to its record. Raises NotFound."""
    one = doubts.doubt(name)
    found = list(islice(one.ask(reader()), MOST_SHOWN + 1))
    rows = [(row, _known(row)) for row in found[:MOST_SHOWN]]
    kinds = _kinds(found)
    return render_template(
        "auditor/doubt.html", doubt=one, rows=rows, kinds=kinds, more=len(found) > MOST_SHOWN, most=MOST_SHOWN
    )


@pages.get("/doubts/<name>.<any(xlsx, csv, jsonl):form>")
def doubt_file(name: str, form: str) -> Response:
    """Every finding of one question as a file. Raises NotFound."""
    one = doubts.doubt(name)
    with TemporaryDirectory() as place:
        path = _written(one, Path(place) / f"{name}.{form}", form)
        return sending.a_file(path.open("rb"), "application/octet-stream", path.name)


@pages.get("/sample")
def sample() -> str:
    """Draw a sample from a stated seed; it is in the address, so it can be drawn again."""
    asked = asked_sample(request.args, reader())
    return render_template("auditor/sample.html", asked=asked, shares=shares(asked.drawn))


@pages.get("/refusals")
def refusals() -> str:
    """What was refused to whom, and why."""
    return render_template("list.html", shown=shown(REFUSALS, "/auditor/refusals", N_("拒绝记录")), row=ROW)


@pages.get("/trail.zip")
def trail() -> Response:
    """The whole trail as a package that verifies itself at one's own desk. Raises Busy."""
    packed = whole.packed(personal=request.args.get("personal") == "true")
    return sending.a_file(packed, "application/zip", "trail.zip")


def _known(found: Found) -> list[tuple[str, str]]:
    """The facts of a finding, each by its name in the reader's language."""
    return [(_(FACTS[key]) if key in FACTS else columns.label(key), text) for key, text in _facts(found)]


def _facts(found: Found) -> Iterator[tuple[str, str]]:
    for key, text in found.facts.items():
        yield key.removeprefix("checks."), text


def _kinds(found: list[Found]) -> Mapping[str, str]:
    """The kind of each record that is not a claim itself, in one question to the journal."""
    numbers = {row.record for row in found if row.record != row.claim}
    return records.kinds_of(numbers)


def _written(one: Doubt, path: Path, form: str) -> Path:
    with FORMATS[form](path, HEADER) as table:
        for row in one.ask(reader()):
            facts = "; ".join(f"{key}: {text}" for key, text in row.facts.items())
            table.row([row.doubt, row.record, row.claim, facts, ", ".join(row.others)])
    return path
