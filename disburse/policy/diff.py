"""``diff``: two editions side by side: items added, removed and changed, figure by figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from disburse.policy.catalogue import Catalogue
from disburse.policy.digests import Edition
from disburse.policy.model import Document, Item

Kind = Literal["added", "removed", "changed"]
PLAIN = (
    "article", "title_zh", "beneficiary", "kind", "facts", "investment", "pledgeable", "per_object",
    "restates", "doubt",
)  # fmt: skip
"""Of an item, what is compared beside the figures and edge words of its article."""


@dataclass(frozen=True)
class Change:
    """A figure, a word or an item that differs; ``before`` and ``after`` are empty where there was none.

    ``where`` is an item's id, or the key of the document itself; ``article`` is the newer one's.
    """

    kind: Kind
    where: str
    article: str
    field: str
    before: str
    after: str


class NoSuchEdition(Exception):
    """The catalogue has no such edition; ``editions`` lists those there are."""

    def __init__(self, asked: str, editions: tuple[str, ...]) -> None:
        """Remember what was asked."""
        self.editions = editions
        known = "、".join(editions)
        super().__init__(
            f"没有版本“{asked}”，现有：{known} / there is no edition {asked!r}; there are: {known}"
        )


def edition(catalogue: Catalogue, written: str) -> Edition:
    """An edition as it is written, ``QD24/2023-draft``. Raises ``NoSuchEdition``."""
    key, _, name = written.partition("/")
    if (key, name) not in catalogue.editions:
        raise NoSuchEdition(written, tuple(f"{k}/{n}" for k, n in catalogue.editions))
    return key, name


def diff(
    catalogue: Catalogue, before: Edition, after: Edition, other: Catalogue | None = None
) -> Iterator[Change]:
    """All that differs from one edition to another; ``other`` is the catalogue of ``after``, if another."""
    later = other or catalogue
    yield from _document(catalogue.editions[before], later.editions[after])
    old, new = _items(catalogue, before), _items(later, after)
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield Change("removed", name, old[name].article, "item", old[name].title_zh, "")
        elif name not in old:
            yield Change("added", name, new[name].article, "item", "", new[name].title_zh)
        else:
            yield from _changed(name, new[name].article, _fields(old[name]), _fields(new[name]))


def _items(catalogue: Catalogue, of: Edition) -> dict[str, Item]:
    versions = (item for history in catalogue.history.values() for item in history)
    return {item.id: item for item in versions if (item.document, item.edition) == of}


def _document(old: Document, new: Document) -> Iterator[Change]:
    return _changed(new.key, new.rating.article if new.rating else "", _frame(old), _frame(new))


def _frame(document: Document) -> dict[str, str]:
    rule = document.rating.words if document.rating else ()
    words = {f"rating.{word.field}": word.text for word in rule} | {w.field: w.text for w in document.words}
    return {"title_zh": document.title_zh, "status": document.status, "number": document.number} | words


def _fields(item: Item) -> dict[str, str]:
    """Every figure and edge word by its field, and the plain fields."""
    plain = {name: _plain(getattr(item, name)) for name in PLAIN}
    return plain | {word.field: word.text for word in item.words}


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _changed(where: str, article: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for field in dict.fromkeys((*old, *new)):
        before, after = old.get(field, ""), new.get(field, "")
        if before != after:
            yield Change("changed", where, article, field, before, after)
