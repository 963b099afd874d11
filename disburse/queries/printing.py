"""A claim's papers set in type, with the office's fonts; a paper that cannot be whole is refused."""

from collections.abc import Callable, Mapping
from pathlib import Path

from disburse.actors import Actor
from disburse.config import Config
from disburse.errors import Finding, Refusal
from disburse.queries import papers
from reports import paper
from reports.facts import Paper, PaperRefused
from reports.fonts import STYLES, Face, Faces

PAPERS: Mapping[str, Callable[[str, Actor, Config], Paper]] = {
    "notice": papers.notice,
    "calculation": papers.calculation,
    "receipt": papers.receipt,
}
"""Every kind of paper of a claim, and how its facts are gathered."""


class NotIssued(Refusal):
    """{number} 的文书未予签发。
    The paper of {number} is not issued.
    """

    mend = ("缘由见所列。", "See why below.")


def pdf(kind: str, number: str, by: Actor, config: Config) -> bytes:
    """The paper ``kind`` of a claim that ``by`` may see. Raises NotFound, OutOfOrder or NotIssued."""
    facts = PAPERS[kind]
    try:
        return paper.pdf(kind, facts(number, by, config), faces(config))
    except PaperRefused as refused:
        zh, _, en = str(refused).partition(" / ")
        raise NotIssued([Finding(kind, zh, en or zh)], number=number) from refused


def faces(config: Config) -> Faces:
    """The office's fonts, Noto where it names none; cut-down copies once ``fonts prepare`` made them."""
    folder = font_folder(config)
    own = {style: _face(name) for style in STYLES if (name := getattr(config, f"font_{style}"))}
    return Faces(**own, prepared=folder if folder.is_dir() else None)


def font_folder(config: Config) -> Path:
    """Where the cut-down copies of the fonts lie."""
    return Path(config.home) / "fonts"


def _face(name: str) -> Face:
    family, _, weight = name.partition(":")
    return Face(family, int(weight)) if weight.isdecimal() else Face(family)
