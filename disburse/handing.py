"""An attachment handed over to a browser or a program: verified bytes, to be saved, never shown."""

from urllib.parse import quote

from flask import Response, current_app, request

from disburse import logs, sending
from disburse.actors import Actor
from disburse.attachments import store
from disburse.config import Config
from disburse.queries import attachments

GUARDS = {"Content-Security-Policy": "sandbox; default-src 'none'"}
"""Header of what others sent: a browser keeps it in a box of its own, if it opens it at all."""


def handed_over(number: str, by: Actor) -> Response:
    """The content of an attachment that is given out; 304 where the asker has it already.

    Raises NotFound, NotGivenOut or ContentLost.
    """
    config: Config = current_app.extensions["disburse"]
    row = attachments.given_out(number, by, config)
    tag = f'"{row.sha256}"'
    if request.if_none_match.contains_weak(row.sha256):
        return Response(status=304, headers={"ETag": tag, **GUARDS})
    file = store.of(config).fetch(row.sha256)
    logs.say(current_app, "info", "handed over", attachment=row.id, person=by.id, role=by.role, unit=by.unit)
    sent = sending.a_file(file, row.media_type)
    sent.headers.update({"ETag": tag, **GUARDS})
    sent.content_length = row.size_bytes
    sent.headers["Content-Disposition"] = _disposition(row.id, attachments.name_of(row))
    return sent


def _disposition(number: str, name: str) -> str:
    """To be saved, under its name (RFC 6266); by its number where a program reads ASCII alone."""
    return f"attachment; filename={number}; filename*=UTF-8''{quote(name, safe='')}"
