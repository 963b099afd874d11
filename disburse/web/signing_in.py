"""The way in and out: name, password, one-time code, and the role to act in."""

from collections.abc import Sequence

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Answer

from disburse.access import sessions
from disburse.access.bearer import by_cookie
from disburse.access.refusals import NotSignedIn, StillOwed
from disburse.access.signing_in import Claimed, Entered, sign_in
from disburse.errors import Refusal
from disburse.web import drafts, forms, reader, watch
from workflows.roles import HELD

pages = Blueprint("signing_in", __name__)


@pages.get("/sign-in")
def show() -> ResponseReturnValue:
    """The form; ``back`` is the page that was asked for.

    It stands as well in answer to a form whose session has ended, and carries along what was typed.
    """
    if request.method != "POST":
        return _form(request.args.get("back", ""))
    if not drafts.carried():
        return redirect(url_for("signing_in.show"), 303)
    return without_session(request.path)


@pages.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign in, and go where one wanted to go; a refusal is said beside the form.

    What was typed when the last session ended is shown again, in its form.
    """
    forms.require()
    claimed = Claimed(
        forms.text("login"), forms.text("password"), forms.text("code").strip(), forms.text("role") or None
    )
    back = forms.text("back")
    try:
        entered = sign_in(claimed, reader.visitor())
    except Refusal as no:
        watch.note(no)
        return _form(back, no=no, login=claimed.login, role=claimed.role or "")
    again = drafts.shown_again(entered.secret, back)
    return welcome(entered, back) if again is None else reader.keep(make_response(again), entered.secret)


@pages.post("/sign-in/again")
def go_on() -> ResponseReturnValue:
    """Show the form that was typed into before, to whoever signed in meanwhile in another tab."""
    if not forms.was_ours():
        raise forms.StrangeForm
    back = forms.text("back")
    try:
        again = drafts.shown_again(reader.secret(), back)
    except NotSignedIn:
        return without_session(back)
    return redirect(reader.own_address(back), 303) if again is None else again


@pages.post("/sign-out")
def leave() -> Answer:
    """End the session; a session that is over already has ended."""
    forms.require()
    try:
        caller = by_cookie(reader.secret())
    except NotSignedIn:
        caller = None
    except StillOwed as no:
        caller = no.facts["caller"]
    if caller:
        sessions.end(caller.number, by=caller.actor)
    return reader.forget(redirect("/sign-in", 303))


def welcome(entered: Entered, back: str = "") -> Answer:
    """Give the browser its session and show it to the page that was asked for, on this host alone."""
    return reader.keep(redirect(reader.own_address(back), 303), entered.secret)


def without_session(back: str) -> Response:
    """The form for whose session is over, with what was typed; its mark is no longer the session's."""
    carried = drafts.carried()  # as long as the mark that came with it holds
    g.pop("caller", None)
    g.session_secret = ""
    return reader.drop(_form(back, carried=carried))


def _form(
    back: str,
    *,
    no: Refusal | None = None,
    login: str = "",
    role: str = "",
    carried: Sequence[tuple[str, str]] | None = None,
) -> Response:
    settings = reader.config()
    single = settings.oidc_name if settings.oidc_issuer else ""
    page = render_template(
        "sign_in.html",
        back=back,
        no=no,
        login=login,
        role=role,
        roles=HELD.values(),
        single_sign_on=single,
        carried=drafts.carried() if carried is None else carried,
    )
    answer = make_response(page, no.status if no else 401 if carried else 200)
    if no and "seconds" in no.facts:
        answer.headers["Retry-After"] = str(no.facts["seconds"])
    return answer
