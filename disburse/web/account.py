"""One's own account: the role one acts in, the password, one-time codes, and where one is signed in."""

import segno
from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from disburse.access import accounts, sessions, signing_in
from disburse.access.caller import OWED
from disburse.errors import Refusal
from disburse.web import drafts, forms, reader, watch
from disburse.web.signing_in import welcome, without_session

pages = Blueprint("account", __name__, url_prefix="/account")
QR_SCALE = 4


@pages.get("")
def show() -> str:
    """The account as it stands, with what is owed first."""
    return _page()


@pages.post("/role")
def take_role() -> Answer:
    """Go on in another role; this session ends for a new one."""
    forms.require()
    role, _, delegation = forms.text("right").partition(" ")
    caller = reader.caller()
    return welcome(signing_in.change_role(caller, role, delegation or None, reader.visitor()))


@pages.post("/password")
def change_password() -> ResponseReturnValue:
    """Choose a password; then sign in with it, and come back to what was typed before."""
    forms.require()
    try:
        accounts.change_password(reader.caller(), forms.text("current"), forms.text("new"))
    except Refusal as no:
        return _refused(no)
    if drafts.carried():
        return without_session(forms.text("back"))
    return reader.forget(redirect("/sign-in", 303))


@pages.post("/totp")
def begin_totp() -> ResponseReturnValue:
    """Show the seed of one-time codes, once, as a picture and in letters."""
    forms.require()
    try:
        uri = accounts.begin_totp(reader.caller(), forms.text("current"))
    except Refusal as no:
        return _refused(no)
    picture = Markup(segno.make(uri, micro=False).svg_inline(scale=QR_SCALE))  # noqa: S704  # we made it
    return _page(uri=uri, picture=picture)


@pages.post("/totp/confirm")
def confirm_totp() -> ResponseReturnValue:
    """Take the first code; from now on it is asked for at the door. What was typed before is shown again."""
    forms.require()
    try:
        accounts.confirm_totp(reader.caller(), forms.text("code").strip())
    except Refusal as no:
        return _refused(no)
    again = drafts.shown_again(reader.secret(), forms.text("back"))
    return redirect("/account", 303) if again is None else again


@pages.post("/sessions/<number>/end")
def end_session(number: str) -> Answer:
    """End a session of one's own. Raises NotFound."""
    forms.require()
    sessions.end(number, by=reader.reader())
    return redirect("/account", 303)


def _refused(no: Refusal) -> ResponseReturnValue:
    """The account again with why, where a draft is carried along; whoever has none gets the door's answer."""
    if not drafts.carried():
        raise no
    watch.note(no)
    return _page(no=no), no.status


def _page(uri: str = "", picture: Markup | str = "", no: Refusal | None = None) -> str:
    caller = reader.caller()
    return render_template(
        "account.html",
        account=accounts.seen_by_oneself(caller),
        choices=signing_in.choices_of(caller),
        sessions=sessions.listed(caller.actor.id),
        owed=OWED[caller.owes] if caller.owes else None,
        uri=uri,
        picture=picture,
        no=no,
        carried=drafts.carried(),
        back=forms.text("back"),
    )
