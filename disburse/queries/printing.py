"""Papers set in type, with the office's fonts; a paper that cannot be whole is refused."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from disburse.actors import Actor
from disburse.config import Config
from disburse.errors import Finding, Refusal
from disburse.queries import papers, reviewed
from reports import paper
from reports.facts import Paper, PaperRefused
from reports.fonts import STYLES, Face, Faces

Gather = Callable[[str, Any, Config], Paper]
OF_CLAIMS: Mapping[str, Gather] = {
    "notice": papers.notice,
    "calculation": papers.calculation,
    "receipt": papers.receipt,
    "opinion": reviewed.opinion,
}
"""Every kind of paper of a claim, and how its facts are gathered."""
OF_LISTS: Mapping[str, Gather] = {
    "letter": reviewed.recommendation,
    "summary": reviewed.recommendation,
    "publication": reviewed.publication,
}
"""Every kind of paper that states a list, by the list's number."""
PAPERS: Mapping[str, Gather] = {**OF_CLAIMS, **OF_LISTS}


class NotIssued(Refusal):
    """{number} 的文书未予签发。
    The paper of {number} is not issued.
    """

    mend = ("缘由见所列。", "See why below.")


def pdf(kind: str, number: str, by: Actor | None, config: Config) -> bytes:
    """The paper ``kind`` of a claim or list that ``by`` may see; None is everybody, who sees a public notice.

    Raises NotFound, OutOfOrder or NotIssued.
    """
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
