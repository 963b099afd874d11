"""Facts to official paper: HTML from one template per paper, PDF/A-3u in the geometry of GB/T 9704-2012.

A new paper is a template ``templates/<name>.html`` and a record of facts in ``reports.facts``.
The same facts give the same bytes: the only clock is the day of issue.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, UndefinedError
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from reports import figures
from reports.facts import MissingFact, Paper, PaperRefused
from reports.fonts import STYLES, Face, Faces, check_glyphs, prepared_file

RECORD_NAME = "record.json"
"""Name of the embedded record in every paper."""

_HERE = Path(__file__).parent
_SEALED = URLFetcher(allowed_protocols=(), fail_on_errors=True)
"""Fetches nothing: a paper is made of its facts, its template and its style alone."""
_LOCAL = URLFetcher(allowed_protocols=("file",), fail_on_errors=True)
"""Reads the prepared fonts, which our own rules name."""
_INK = "--srgb"
"""Our name for sRGB: under its own name WeasyPrint sets its own profile, not ours."""
_ONE_AT_A_TIME = Lock()
"""Pango's font map is not shared between threads."""


class UnknownPaper(PaperRefused):
    """没有这种文书。There is no such paper."""

    def __init__(self, name: str) -> None:
        """Name the paper that was asked for."""
        super().__init__(f"没有名为 {name!r} 的文书 / there is no paper named {name!r}")


def html(name: str, facts: Paper) -> str:
    """Fill the template ``name``; ``MissingFact`` if it asks for a fact that ``facts`` does not hold."""
    if not name.isidentifier() or name.startswith("_"):
        raise UnknownPaper(name)
    try:
        template = _templates().get_template(f"{name}.html")
        return template.render(
            {name: getattr(facts, name) for name in dir(facts) if not name.startswith("_")}
        )
    except TemplateNotFound as unknown:
        raise UnknownPaper(name) from unknown
    except UndefinedError as missing:
        raise MissingFact(str(missing.message).removesuffix(" is undefined").strip("'")) from missing


def pdf(name: str, facts: Paper, faces: Faces | None = None) -> bytes:
    """Set the paper ``name`` as PDF/A-3u with the record attached as ``record.json``.

    Refused, with a ``PaperRefused`` that says why, if a fact, font or glyph is missing.
    """
    faces = faces or Faces()
    page = html(name, facts)
    check_glyphs(page, facts, faces)
    with _ONE_AT_A_TIME:
        return _printed(page, facts, faces)


def _printed(page: str, facts: Paper, faces: Faces) -> bytes:
    press = _press(faces)
    try:
        document = HTML(string=page, url_fetcher=_SEALED).render(
            font_config=press.fonts,
            stylesheets=press.styles,
            color_profiles={_INK: press.ink},
            output_intent=_INK,
        )
        made: bytes = document.write_pdf(
            pdf_variant="pdf/a-3u",
            output_intent=_INK,
            attachments=[_record(facts)],
            finisher=_finish,
        )
    except FatalURLFetchingError as outside:
        raise PaperRefused(f"文书不得引用外部资源 / a paper fetches nothing: {outside}") from outside
    if lacking := sorted({f"U+{point:04X}" for font in document.fonts.values() for point in font.missing}):
        raise PaperRefused(f"排版时缺字 / a font lacked {', '.join(lacking)} when the page was set")
    return made


def _record(facts: Paper) -> Attachment:
    day = datetime.combine(facts.issued_on, time(), UTC)
    return Attachment(
        string=facts.record,
        name=RECORD_NAME,
        description="canonical record of this paper",
        created=day,
        modified=day,
        relationship="Data",
        url_fetcher=_SEALED,
    )


def _finish(_document: Document, made: Any) -> None:
    """Have WeasyPrint 70 and pydyf do once what they do twice.

    An attachment is listed in /AF by name and by object; a stream is compressed to write and to hash it.
    """
    made.catalog["AF"][:] = dict.fromkeys(made.catalog["AF"])
    for stream in made.objects:
        if getattr(stream, "compress", False):
            content = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
            stream.stream, stream.compress, stream.extra["Filter"] = [content], False, "/FlateDecode"


@dataclass
class _Ink:
    """The colour profile sRGB as WeasyPrint asks for one, its bytes left as they are.

    WeasyPrint 70's own class has the time of day written into the profile, and into the paper.
    """

    content: bytes
    name: str = "sRGB2014"
    components: tuple[str, ...] = ("r", "g", "b")
    pdf_reference: bytes = b""


class _Press(NamedTuple):
    fonts: FontConfiguration
    styles: list[CSS]
    ink: _Ink


@lru_cache(maxsize=4)
def _press(faces: Faces) -> _Press:
    """Fonts, parsed styles and colours, once per office: they cost more than a page does."""
    fonts = FontConfiguration()
    rules = CSS(string=_face_rules(faces), font_config=fonts, url_fetcher=_LOCAL)
    geometry = CSS(filename=_HERE / "styles" / "paper.css", font_config=fonts, url_fetcher=_SEALED)
    ink = _Ink(files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes())
    return _Press(fonts, [rules, geometry], ink)


def _face_rules(faces: Faces) -> str:
    """The style of each face: the prepared copy first, then the whole font for what the copy lacks."""
    rules = []
    for style in STYLES:
        face: Face = getattr(faces, style)
        families = f'"{face.family}"'
        path = prepared_file(face, faces)
        if path is not None and path.exists():
            families = f'"{path.stem}", {families}'
            source = f'font-family: "{path.stem}"; font-weight: {face.weight}; src: url({path.as_uri()})'
            rules.append(f"@font-face {{ {source} }}")
        setting = f"{{ font-family: {families}; font-weight: {face.weight} }}"
        rules.append(f".{style} {setting}")
        if style == STYLES[0]:
            rules.append(f"@page {{ @bottom-left {setting} @bottom-right {setting} }}")
    return "\n".join(rules)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "yuan": figures.yuan,
        "capitals": figures.capitals,
        "percent": figures.percent,
        "chinese_date": figures.chinese_date,
        "qr": _qr,
    }
    return made


def _qr(url: str) -> str:
    """A QR code as SVG markup; ``url`` is encoded into it, never written into it."""
    code: str = segno.make(url, error="m", micro=False).svg_inline(omitsize=True, border=0)
    return code
