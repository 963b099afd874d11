"""The reader's language: texts of the pages are Chinese message ids; a catalogue gives the English."""

from typing import Any

from flask import Flask


def init_app(app: Flask) -> None:
    """Teach the templates to speak."""
    app.jinja_env.globals |= {"_": _, "said": said}


def _(text: str, **given: Any) -> str:
    """A text in the reader's language, ``%(names)s`` filled in."""
    return text % given if given else text


def N_(text: str) -> str:  # noqa: N802  # the name by which catalogues are gathered
    """Mark a text of a table, to be put into the reader's language when it is shown."""
    return text


def said(zh: str, en: str) -> str:
    """Of a sentence that is there in both languages, the reader's."""
    return zh or en
