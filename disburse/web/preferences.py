"""What everybody may choose for this browser, signed in or not: the language and the size of letters."""

from flask import Blueprint, Flask, redirect, request
from werkzeug.wrappers import Response as Answer

from disburse.web import forms, languages, reader
from disburse.web.languages import N_

pages = Blueprint("preferences", __name__)
SIZES = {"normal": N_("普通"), "large": N_("大"), "larger": N_("特大")}
"""Sizes of letters and what they are called."""
SIZE_COOKIE = "disburse-size"
KEPT_SECONDS = 31_536_000


def init_app(app: Flask) -> None:
    """Tell the templates the sizes, and the one chosen."""
    app.jinja_env.globals |= {"sizes": SIZES, "size": size}


def size() -> str:
    """The size of letters that was chosen, ``normal`` at first."""
    chosen = request.cookies.get(SIZE_COOKIE, "")
    return chosen if chosen in SIZES else "normal"


@pages.post("/preferences")
def choose() -> Answer:
    """Keep what was chosen in cookies of this browser, and go back to where one was."""
    forms.require()
    answer = redirect(reader.own_address(forms.text("back")), 303)
    for name, cookie, known in (
        ("language", languages.COOKIE, languages.TAGS),
        ("size", SIZE_COOKIE, SIZES),
    ):
        if (chosen := forms.text(name)) in known:
            answer.set_cookie(
                cookie, chosen, KEPT_SECONDS, secure=reader.is_https(), httponly=True, samesite="Lax"
            )
    return answer
