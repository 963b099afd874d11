"""Pages of the audience ``administrator``: units, people, roles, jobs and endpoints."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from disburse.access import sessions
from disburse.errors import BadRecord, NotFound, NotYours, Refusal
from disburse.queries import jobs, records
from disburse.web import forms, once
from disburse.web import typed as typing_in
from disburse.web.acting import Trouble, is_sent, kept, typed_now
from disburse.web.batching import ROW
from disburse.web.filling import Form
from disburse.web.job_task import JobTask, kind_called
from disburse.web.labels import ANSWERS
from disburse.web.languages import N_, marked, named, said
from disburse.web.languages import gettext as _
from disburse.web.listing import shown
from disburse.web.listings import Column, Listing
from disburse.web.reader import reader
from disburse.web.wording import who_may
from schemas.jobs import STATES
from schemas.people import OFFICES
from workflows.people import PERSON
from workflows.roles import ROLES

pages = Blueprint("administrator_pages", __name__, url_prefix="/administrator")
WATCHED = frozenset({"administrator_pages.show_jobs", "administrator_pages.show_job"})
"""Pages that auditors read too: whoever sees the jobs in ``queries.jobs``."""
OFFICE_NAMES = ANSWERS["office"]
DEALING = ("system_admin",)
"""Who tries jobs again and gives them up."""


def _roles(names: list[str]) -> str:
    return said("、", ", ").join(said(ROLES[name].zh, ROLES[name].en) for name in names)


def _office(name: str) -> str:
    return named(OFFICE_NAMES.get(name, name))


PERSONS = Listing(
    "person",
    ("id", "login", "unit", Column(N_("岗位"), lambda row: _roles(row.roles)), "state", "signed_in_at"),
    filters=("state", "unit"),
    acts=("suspend_person", "restore_person", "close_person"),
)
UNITS = Listing(
    "unit",
    (
        "id",
        Column(N_("单位类别"), lambda row: _office(row.office)),
        Column(N_("名称"), lambda row: marked(row.name)),
    ),
    filters=("office",),
    words={"office": OFFICES},
)
DELEGATIONS = Listing(
    "delegation",
    (
        "id",
        "unit",
        "principal",
        "delegate",
        Column(N_("岗位"), lambda row: _roles([row.role])),
        "from_day",
        "until_day",
        "ended_on",
    ),
    filters=("unit",),
)


@pages.before_request
def _administrators_only() -> None:
    """Everybody else is told that there is no such page; auditors watch the jobs. Raises NotFound."""
    role = reader().role
    watches = role == "auditor" and request.endpoint in WATCHED
    if ROLES[role].office != "administrator" and not watches:
        raise NotFound(number=request.path)


@pages.get("")
def home() -> str:
    """What there is to look after: people by state, units, jobs that wait and those nobody could do."""
    by = reader()
    people = [(state, records.tally("person", by, {"state": state.name}, ())[0]) for state in PERSON.states]
    return render_template(
        "administrator/home.html",
        people=people,
        units=records.tally("unit", by, {}, ())[0],
        dead=jobs.count(by, state="dead"),
        waiting=jobs.tally() if by.role in jobs.READERS else {},
        kind_called=kind_called,
        may_see_jobs=by.role in jobs.READERS,
        job_states=jobs.STATES,
    )


@pages.get("/persons")
def persons() -> str:
    """Who may sign in, in which roles."""
    return _list(PERSONS, "/administrator/persons", N_("人员"))


@pages.get("/units")
def units() -> str:
    """The offices, banks and audit bodies that people act for."""
    return _list(UNITS, "/administrator/units", N_("单位"))


@pages.get("/delegations")
def delegations() -> str:
    """Roles that are lent for some days."""
    return _list(DELEGATIONS, "/administrator/delegations", N_("委托"))


@pages.get("/sessions")
def show_sessions() -> str:
    """Where a person is signed in; for the security administrator. Raises NotYours or NotFound."""
    by, person = reader(), request.args.get("person", "").strip()
    if by.role != "security_admin":
        facts = who_may(by, ("security_admin",))
        raise NotYours(number=person or request.path, action=_("查看会话"), **facts)
    if person:
        sessions.require_steward(person, by=by)
    found = sessions.listed(person) if person else ()
    return render_template("administrator/sessions.html", person=person, sessions=found)


@pages.get("/jobs")
def show_jobs() -> str:
    """Background jobs, the newest first; ``state`` narrows, ``before`` goes on."""
    by, state, before = reader(), request.args.get("state", ""), request.args.get("before", "0")
    if state not in ("", *STATES) or not _is_number(before):
        abort(400)
    found = jobs.page(by, state=state or None, before=int(before), size=jobs.PAGE + 1)
    rows = found[: jobs.PAGE]
    return render_template(
        "administrator/jobs.html",
        rows=[(job, _(kind_called(job.kind))) for job in rows],
        states=jobs.STATES,
        state=state,
        before=before,
        following=rows[-1].id if len(found) > jobs.PAGE else None,
        may_start=by.role in ("system_admin", "audit_admin"),
    )


@pages.get("/jobs/<int:number>")
def show_job(number: int) -> str:
    """One job: how far it is, what went wrong, what came of it. Raises NotFound."""
    by = reader()
    job = jobs.one(number, by)
    open_to = by.role in DEALING and job.state in ("dead", "waiting")
    return render_template(
        "administrator/job.html",
        job=job,
        called=_(kind_called(job.kind)),
        states=jobs.STATES,
        tasks=[JobTask(name, by, number=number) for name in JobTask.NAMES] if open_to else [],
    )


@pages.route("/jobs/<int:number>/<any(retry_job, drop_job):name>", methods=("GET", "POST"))
def deal(number: int, name: str) -> ResponseReturnValue:
    """Try a job again, or give it up. Raises NotFound or NotYours."""
    by = reader()
    jobs.one(number, by)
    task = JobTask(name, by, number=number)
    if by.role not in DEALING:
        raise NotYours(number=str(number), action=task.title, **who_may(by, DEALING))
    if not is_sent():
        return _form(task, Form(task.fields, kept() or task.begins()))
    typed = typing_in.compact(task.fields, typed_now())
    form = Form(task.fields, typed)
    try:
        forms.require()
        key = once.key()
        task.do(form.body, "", key)
    except BadRecord as no:
        return _form(task, Form(task.fields, typed, no.findings), Trouble(no)), no.status
    except Refusal as no:
        return _form(task, form, Trouble(no)), no.status
    return redirect(url_for("administrator_pages.show_job", number=number, done=key), 303)


def _form(task: JobTask, form: Form, trouble: Trouble | None = None) -> str:
    hidden: list[tuple[str, Any]] = [(forms.FIELD, forms.mark()), (once.FIELD, once.fresh())]
    given = {"task": task, "form": form, "trouble": trouble, "closed": None, "hidden": hidden}
    return render_template("act.html", **given, heading=None, here=request.path, reckons=False)


def _list(listing: Listing, at: str, title: str) -> str:
    return render_template("list.html", shown=shown(listing, at, title), row=ROW)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16
