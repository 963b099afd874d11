"""The language of a page, Chinese unless asked otherwise, and how everything on it is said in that language.

Messages are Chinese in templates and code; English stands in ``translations/en/LC_MESSAGES/messages.po``,
which is compiled in memory. What has a Chinese and an English name of its own is shown by ``say``.
"""

import re
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request
from markupsafe import Markup, escape

CATALOGUE = Path(__file__).parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"
CHINESE, ENGLISH = "zh", "en"
TAGS = {CHINESE: "zh-CN", ENGLISH: "en"}
"""What ``lang`` is of a page in each language."""
NAMES = {CHINESE: "简体中文", ENGLISH: "English"}
"""What each language calls itself."""
COOKIE = "disburse-language"
HAN = re.compile(r"[\u3400-\u9fff]")
PAIRS = (("zh", "en"), ("title_zh", "title_en"), ("label_zh", "label_en"))
"""How things name themselves in the two languages, the first that a thing has."""


def init_app(app: Flask) -> None:
    """Teach the templates both languages: ``_`` and ``trans`` for messages, ``say`` and ``zh`` for things."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    install = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]  # of the extension
    install(gettext, ngettext, newstyle=True)
    app.jinja_env.filters |= {"say": say, "zh": marked}
    app.jinja_env.globals |= {
        "said": said,
        "named": named,
        "language": language,
        "language_tags": TAGS,
        "language_names": NAMES,
    }


def language() -> str:
    """``zh`` or ``en``: what was chosen, else what the browser asks for, else Chinese."""
    if not has_request_context():
        return CHINESE
    chosen = request.cookies.get(COOKIE, "")
    if chosen in TAGS:
        return chosen
    asked = request.accept_languages.best_match(["zh-CN", "zh", "en"], "zh")
    return ENGLISH if asked == "en" else CHINESE


def gettext(message: str, **facts: Any) -> str:
    """A message in the language of the page; ``%(names)s`` in it are filled in."""
    text = _translations(language()).gettext(message)
    return text % facts if facts else text


def ngettext(one: str, many: str, count: int, **facts: Any) -> str:
    """A message that differs with a count, in the language of the page."""
    text = _translations(language()).ngettext(one, many, count)
    return text % facts if facts else text


def N_(message: str) -> str:  # noqa: N802  # the name every tool for messages knows
    """Mark a message of a table for the catalogue; it is translated where it is shown."""
    return message


def say(thing: Any) -> str:
    """What a thing with names of its own is called: a state, a step, a role, a refusal, a finding, an item.

    A pair (Chinese, English) and a mapping with both are understood as well.
    """
    english = language() == ENGLISH
    if isinstance(thing, tuple | list):
        return str(thing[english])
    for names in PAIRS:
        if isinstance(thing, Mapping) and names[0] in thing:
            return str(thing[names[english]])
        if hasattr(thing, names[0]):
            return str(getattr(thing, names[english]))
    raise TypeError(f"{type(thing).__name__} has no name in two languages")


def said(zh: str, en: str) -> str:
    """Of a sentence that is there in both languages, the reader's."""
    return en if language() == ENGLISH else zh


def named(called: str | tuple[str, str]) -> str:
    """What is called by a message, or by a pair of names."""
    return gettext(called) if isinstance(called, str) else say(called)


def marked(text: object) -> Markup:
    """Names and data as they are; in an English page, what is Chinese is marked so, to be read out right."""
    written = escape(text)
    if language() == ENGLISH and HAN.search(written):
        return Markup('<span lang="zh-CN">{}</span>').format(written)
    return written


@cache
def _translations(tongue: str) -> NullTranslations:
    if tongue == CHINESE:
        return NullTranslations()
    compiled = BytesIO()
    with CATALOGUE.open("rb") as written:
        write_mo(compiled, read_po(written, locale=tongue))
    compiled.seek(0)
    return GNUTranslations(compiled)
