"""Evidence of a claim 佐证材料: what is attached to it, which of it is handed over, and the form for more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from disburse.actors import CITY_WIDE, DISTRICT, Actor
from disburse.attachments.arriving import arrived
from disburse.errors import BadRecord, Finding
from disburse.filing import attach
from disburse.handing import handed_over
from disburse.queries import attachments, records
from disburse.web import forms, once
from disburse.web.fields import Asked
from disburse.web.filling import Form
from disburse.web.languages import N_, said
from disburse.web.languages import gettext as _
from disburse.web.reader import config, reader
from disburse.web.wording import told
from workflows.attachment import ATTACHMENT, PAPERS, Paper
from workflows.table import NEW, State

pages = Blueprint("evidence", __name__)
AROUND_BYTES = 1 << 16
"""What a form has around its file at most."""
OFFICIALS = DISTRICT | CITY_WIDE
"""Who is told that the same file is attached to another claim."""
PLACE = "evidence"
"""The section of the claim's page."""
HINT = N_("PDF、JPG、PNG、OFD、DOCX、XLSX，不超过 %(most)d MB；收到后查毒，未发现病毒的才能下载。")


@dataclass(frozen=True)
class Piece:
    """One attachment as a line of the list.

    ``claims`` are others that have the same file, ``hidden`` is how many more there are: for officials.
    """

    row: Any
    paper: Paper
    name: str
    state: State
    is_given_out: bool
    may_go: bool
    claims: Sequence[str] = ()
    hidden: int = 0


@dataclass(frozen=True)
class Evidence:
    """What is attached to a claim; ``form`` is None for whoever may attach nothing to it now."""

    pieces: Sequence[Piece]
    form: Form | None
    hidden: Sequence[tuple[str, str]] = ()


@pages.get("/attachments/<number>")
def show(number: str) -> ResponseReturnValue:
    """An attachment is shown on the page of its claim. Raises NotFound."""
    row = attachments.one(number, reader())
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect(f"/claims/{row.claim_id}{query}#{PLACE}", 303)


@pages.get("/attachments/<number>/content")
def content(number: str) -> Response:
    """The file itself, to be saved. Raises NotFound, NotGivenOut or ContentLost."""
    return handed_over(number, reader())


def of_claim(claim: Any, by: Actor, findings: Sequence[Finding] = (), paper: str = "") -> Evidence:
    """What is attached to a claim that ``by`` may see, pledges included; in four queries at most."""
    rows = [row for row in attachments.of_record(claim.id, by) if row.state != "removed"]
    names = records.disclosed(row.name_digest for row in rows)
    states = told(ATTACHMENT, by)
    beside = attachments.shared(rows, claim.id, by) if rows and by.role in OFFICIALS else {}
    pieces = [
        _piece(row, claim, names.get(row.name_digest, row.id), states[row.state], by, beside.get(row.sha256))
        for row in rows
    ]
    papers = open_papers(claim, by)
    if not papers:
        return Evidence(pieces, None)
    hidden = ((forms.FIELD, forms.mark()), (once.FIELD, once.fresh()))
    return Evidence(
        pieces, Form(_asked(papers), MultiDict({"paper": paper}), [_beside(one) for one in findings]), hidden
    )


def open_papers(claim: Any, by: Actor) -> tuple[Paper, ...]:
    """The kinds of document that ``by`` may attach to a claim now."""
    return tuple(
        paper
        for paper in PAPERS.values()
        if paper.about == claim.kind
        and claim.state in paper.states
        and ATTACHMENT.step(paper.action, NEW).role == by.role
    )


def take(claim: Any, by: Actor) -> str:
    """Attach the file that was sent, once; the key under which that was. Raises whatever refuses it."""
    most_bytes = config().max_attachment_bytes
    request.max_content_length = most_bytes + AROUND_BYTES
    forms.require()
    key, paper, file = once.key(), forms.text("paper"), request.files.get("file")
    name = (file.filename if file else None) or ""
    _require_whole(claim, paper, name, by)
    assert file is not None  # noqa: S101  # it has a name
    with arrived(file.stream, most_bytes) as whole:
        said_of_it = {"number": claim.id, "paper": paper, "name": name, "sha256": whole.sha256}
        once.do(
            "attach_file",
            said_of_it,
            lambda: attach(whole, number=claim.id, paper=paper, name=name, by=by),
            "attachment",
            key,
        )
    return key


def _require_whole(claim: Any, paper: str, name: str, by: Actor) -> None:
    """Refuse what the form lacks, all at once, before the file is looked at. Raises BadRecord."""
    findings = []
    if paper not in {one.name for one in open_papers(claim, by)}:
        findings.append(Finding("paper", "请选择材料类别。", "Choose the kind of document."))
    if not name:
        findings.append(Finding("file", "请选择要附的文件。", "Choose the file to attach."))
    if findings:
        raise BadRecord(findings)


def _asked(papers: Sequence[Paper]) -> tuple[Asked, ...]:
    kinds = tuple((paper.name, said(paper.zh, paper.en)) for paper in papers)
    hint = _(HINT, most=config().max_attachment_bytes // 1_048_576)
    return (Asked("paper", "choice", N_("材料类别"), answers=kinds), Asked("file", "file", N_("文件"), hint))


def _beside(finding: Finding) -> Finding:
    """What is wrong with a file is said beside the file."""
    return finding if finding.where == "paper" else Finding("file", finding.zh, finding.en)


def _piece(
    row: Any, claim: Any, name: str, state: State, by: Actor, elsewhere: attachments.Elsewhere | None
) -> Piece:
    removed = any(s.action == "remove" and s.role == by.role for s in ATTACHMENT.exits(row.state))
    return Piece(
        row=row,
        paper=PAPERS[row.paper],
        name=name,
        state=state,
        is_given_out=attachments.is_given_out(row, config()),
        may_go=removed and not attachments.is_handed_in(row, claim),
        claims=tuple(dict.fromkeys(other.claim_id for other in elsewhere.rows)) if elsewhere else (),
        hidden=elsewhere.hidden if elsewhere else 0,
    )
