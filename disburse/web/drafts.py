"""A session that ends loses no draft: what was typed goes along through the sign-in form and comes back.

It travels in the page alone, only for a form that this browser was given, and never with anything secret.
Nothing is done by signing in: the form is shown again, and whoever signed in decides.
"""

import re

from flask import current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from disburse.access.bearer import by_cookie
from disburse.access.refusals import StillOwed
from disburse.web import forms, once

PREFIX = "kept."
SECRET = re.compile(r"password|secret|token|^(current|new|code)$")
WAY_IN = frozenset({"signing_in", "account"})
"""Blueprints whose forms carry a draft along: a password or a code may be owed before one is in."""
PAGES = frozenset({"acting.on", "acting.new", "batching.on"})
"""The only pages shown in the same request that signs somebody in: each asks for itself what one may do."""
NEVER = frozenset({forms.FIELD, once.FIELD})


def carried() -> list[tuple[str, str]]:
    """What the sign-in form carries along: the fields that were sent, or what it carries already."""
    if request.endpoint and request.blueprint in WAY_IN:
        return [(name, value) for name, value in request.form.items(multi=True) if name.startswith(PREFIX)]
    if not (_has_page(request.path) and forms.is_ours()):
        return []
    fields = request.form.items(multi=True)
    return [(f"{PREFIX}{n}", value) for n, value in fields if n not in NEVER and not SECRET.search(n)]


def _has_page(path: str) -> bool:
    """Whether the form that was sent is one of an act, and can be shown again at its address."""
    try:
        return _view(path)[0] in PAGES
    except HTTPException:
        return False


def _view(path: str) -> tuple[str, dict[str, str]]:
    adapter = current_app.url_map.bind("")
    endpoint, values = adapter.match(path.partition("?")[0], method="GET")
    return endpoint, dict(values)


def shown_again(secret: str, back: str) -> ResponseReturnValue | None:
    """The form that was typed into before, for the session of a secret; None where there is none.

    Who owes a password or a code first is shown the account, which carries the draft on. Raises NotSignedIn.
    """
    typed = [(name.removeprefix(PREFIX), value) for name, value in carried()]
    if not typed or not _has_page(back):
        return None
    endpoint, values = _view(back)
    g.session_secret = secret
    try:
        g.caller = by_cookie(secret)
        g.kept, g.here = MultiDict(typed), back.partition("?")[0]
    except StillOwed as no:
        g.caller, endpoint, values = no.facts["caller"], "account.show", {}
    answer: ResponseReturnValue = current_app.ensure_sync(current_app.view_functions[endpoint])(**values)
    return answer
