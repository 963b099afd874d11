"""The four faces of official paper, and the check that each character has a glyph in the face that sets it.

GB/T 9704-2012 asks for 仿宋, 小标宋, 黑体 and 楷体. Noto CJK (package fonts-noto-cjk) sets all four by
default; an office that owns the fonts names them in ``Faces``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import NamedTemporaryFile

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.reorderGlyphs import reorderGlyphs
from weasyprint.text.ffi import ffi, fontconfig

from reports.facts import PaperRefused, texts

STYLES = ("fangsong", "song", "hei", "kai")
"""Class names that set a face in the templates, and the fields of ``Faces``; the first is the body's."""

TEMPLATES = Path(__file__).parent / "templates"
ISSUERS = (
    "青岛市区县崂山北南李沧城阳即墨胶州平度莱西黄人民政府办公厅室工业和信息化局财政商务发展改革委员会科学技术"
)
"""Characters of the names that stand over a paper."""

_UNUSED_TABLES = frozenset({"BASE", "GSUB", "VORG", "vhea", "vmtx"})
"""Vertical setting and alternate forms: the style sheet asks for none of them."""


@dataclass(frozen=True)
class Face:
    """One installed font: its family name as fontconfig knows it, and its weight (OS/2, 1 to 1000)."""

    family: str
    weight: int = 400


@dataclass(frozen=True)
class Faces:
    """The fonts of an office."""

    fangsong: Face = field(default=Face("Noto Serif CJK SC"))
    """仿宋: body."""
    song: Face = field(default=Face("Noto Serif CJK SC", 700))
    """小标宋: issuer and title."""
    hei: Face = field(default=Face("Noto Sans CJK SC"))
    """黑体: headings of the first level, labels."""
    kai: Face = field(default=Face("Noto Serif CJK SC"))
    """楷体: headings of the second level."""
    prepared: Path | None = None
    """Folder of cut-down copies that ``prepare`` made: a page then takes half the time."""


class MissingFont(PaperRefused):
    """所需字体未安装，文书未予签发。A font is not installed; the paper is not issued."""

    def __init__(self, face: Face) -> None:
        """Name the ``face`` that fontconfig does not know."""
        self.face = face
        super().__init__(
            f"未安装字体 {face.family}（字重 {face.weight}），请安装 fonts-noto-cjk 或改设字体 / "
            f"the font {face.family}, weight {face.weight}, is not installed: install it or name another"
        )


class MissingGlyph(PaperRefused):
    """字体缺字，文书未予签发：姓名、名称不得印成方框。A character has no glyph; the paper is not issued."""

    def __init__(self, character: str, where: str, face: Face) -> None:
        """Name the ``character``, the field ``where`` it stands and the ``face`` that lacks it."""
        self.character, self.field, self.face = character, where, face
        code_point = f"U+{ord(character):04X}"
        super().__init__(
            f"“{where}”中的“{character}”（{code_point}）在字体 {face.family} 中缺字，"
            f"请核对该字或改用含此字的字体 / {where} has {character!r} ({code_point}), which {face.family} "
            f"lacks: check the character, or set a font that has it"
        )


class _Runs(HTMLParser):
    """Read a page into the characters that each face has to set.

    The rule it shares with the style sheet: the nearest of the four class names decides, else 仿宋.
    """

    def __init__(self) -> None:
        super().__init__()
        self.used: dict[str, set[str]] = {style: set() for style in STYLES}
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        outer = self._open[-1][1] if self._open else STYLES[0]
        self._open.append((tag, next((name for name in classes if name in STYLES), outer)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A void element holds no text."""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.used[self._open[-1][1] if self._open else STYLES[0]].update(data)


def check_glyphs(page: str, facts: object, faces: Faces) -> None:
    """Refuse ``page`` with ``MissingGlyph`` if a character has no glyph in the face that will set it."""
    runs = _Runs()
    runs.feed(page)
    for style, used in runs.used.items():
        face: Face = getattr(faces, style)
        for character in sorted(used - {"\n"}):
            if ord(character) not in characters(face):
                raise MissingGlyph(character, _where(character, facts), face)


@lru_cache(maxsize=16)
def characters(face: Face) -> frozenset[int]:
    """Code points that the installed ``face`` has glyphs for; ``MissingFont`` where it is not installed."""
    with _opened(face) as font:
        return frozenset(font.getBestCmap())


def prepare(faces: Faces) -> None:
    """Cut each face down to GB/T 2312 and keep the copies in ``faces.prepared``; about 10 s a face, once.

    To be done before the first paper: a running service keeps the fonts it began with. A character
    outside the copy is still set, from the whole font; the copy only spares reading that.
    """
    for face in {getattr(faces, style) for style in STYLES}:
        path = prepared_file(face, faces)
        if path is not None and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, delete=False) as file, _opened(face) as font:
                _cut(font, _common_characters() & characters(face))
                font.save(file)
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)


def prepared_file(face: Face, faces: Faces) -> Path | None:
    """Where the copy of ``face`` lies, named after the font it was cut from; ``None`` without a folder."""
    if faces.prepared is None:
        return None
    with _opened(face) as font:
        edition: int = font["head"].checkSumAdjustment
    return faces.prepared.resolve() / f"{face.family.replace(' ', '')}-{face.weight}-{edition:08x}.font"


def _cut(font: TTFont, kept: frozenset[int]) -> None:
    for table in _UNUSED_TABLES & set(font.keys()):
        del font[table]
    cutter = Subsetter(Options(hinting=False, layout_features=["kern"]))
    cutter.populate(unicodes=kept)
    cutter.subset(font)
    _put_first(font, _everyday())


def _put_first(font: TTFont, points: frozenset[int]) -> None:
    """Move the glyphs of ``points`` to the front, behind the one for what a font lacks."""
    before, glyphs = font.getGlyphOrder(), font.getBestCmap()
    wanted = (glyphs[point] for point in sorted(points & glyphs.keys()))
    after = list(dict.fromkeys([before[0], *wanted, *before]))
    selected = getattr(font["CFF "].cff.topDictIndex[0], "FDSelect", None) if "CFF " in font else None
    reorderGlyphs(font, after)
    if selected:  # fontTools leaves the glyphs' dictionaries where they were
        of = dict(zip(before, selected.gidArray, strict=True))
        selected.gidArray, selected.format = [of[glyph] for glyph in after], None


@contextmanager
def _opened(face: Face) -> Iterator[TTFont]:
    """The installed font of ``face``, closed afterwards; read only as far as it is looked at."""
    for path in _installed().get(face.family, ()):
        with path.open("rb") as file:
            collection = file.read(4) == b"ttcf"
            file.seek(0)
            for font in TTCollection(file, lazy=True) if collection else (TTFont(file, lazy=True),):
                names = {font["name"].getDebugName(number) for number in (1, 16)}
                if face.family in names and font["OS/2"].usWeightClass == face.weight:
                    yield font
                    return
    raise MissingFont(face)


def _common_characters() -> frozenset[int]:
    """ASCII and GB/T 2312 (read as GBK, which knows its dash as U+2014): what nearly every paper needs."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return frozenset(range(0x20, 0x7F)) | {
        ord(text) for pair in pairs if len(text := pair.decode("gbk", "ignore")) == 1
    }


def _everyday() -> frozenset[int]:
    """What the papers' own words and most issuers' names are written with."""
    words = "".join(page.read_text(encoding="utf-8") for page in TEMPLATES.glob("*.html"))
    return frozenset(map(ord, words + ISSUERS))


def _where(character: str, facts: object) -> str:
    return next((path for path, text in texts(facts) if character in text), "文书模板")


@cache
def _installed() -> dict[str, tuple[Path, ...]]:
    """Font files by family name, as the very fontconfig says that sets the paper."""
    # weasyprint.text.ffi is the only door to fontconfig that needs no further package
    known = fontconfig.FcConfigGetFonts(ffi.NULL, fontconfig.FcSetSystem)
    found: dict[str, set[Path]] = {}
    for index in range(known.nfont):
        pattern = known.fonts[index]
        for path in _strings(pattern, b"file"):
            for family in _strings(pattern, b"family"):
                found.setdefault(family, set()).add(Path(path))
    return {family: tuple(sorted(paths)) for family, paths in found.items()}


def _strings(pattern: object, name: bytes) -> list[str]:
    found: list[str] = []
    text = ffi.new("FcChar8 **")
    while fontconfig.FcPatternGetString(pattern, name, len(found), text) == 0:
        found.append(ffi.string(text[0]).decode())
    return found
