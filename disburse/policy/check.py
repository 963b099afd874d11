"""Hold the catalogue against the official texts, both ways.

Forward: each figure and edge word of the catalogue stands in its article, at its place. Backward: each figure
and edge word of the text is accounted for, by an item or as one that grants nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from disburse.policy import texts
from disburse.policy.catalogue import Catalogue
from disburse.policy.figures import tidy
from disburse.policy.model import Document, Finding, Item, Word

Articles = Mapping[str, str]


@dataclass(frozen=True)
class Claim:
    """A word that some entry of the catalogue reads in an article."""

    where: str
    article: str
    word: Word


def read_texts(catalogue: Catalogue, folder: Path) -> tuple[dict[str, Articles], list[Finding]]:
    """The articles of every edition's file, by file name; a file that cannot be read is a finding."""
    found: dict[str, Articles] = {}
    faults = []
    for document in catalogue.editions.values():
        try:
            text = (folder / document.file).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            zh, en = f"读不到文本：{error}", f"the text cannot be read: {error}"
            mend = "放入该文件的 UTF-8 文本", "put the UTF-8 text there"
            faults.append(Finding(str(folder / document.file), zh, en, *mend))
            continue
        for wrong, right in document.noise.items():
            text = text.replace(wrong, right)
        found[document.file] = texts.articles(text, document.style)
    return found, faults


def check(catalogue: Catalogue, found: Mapping[str, Articles]) -> Iterator[Finding]:
    """All disagreements between the catalogue and the texts, document by document."""
    for document in catalogue.editions.values():
        if document.file in found:
            yield from _check_document(catalogue, document, found[document.file])


def claims(document: Document, items: Sequence[Item]) -> Iterator[Claim]:
    """Every word that an edition reads in its text."""
    yield from (Claim(f"{document.key} document.toml", texts.FRAME, word) for word in document.words)
    if document.rating:
        rule = document.rating
        yield from (Claim(f"{document.key} rating", rule.article, word) for word in rule.words)
    for other in document.not_awards:
        yield from (Claim(f"{document.key} not_award", other.article, word) for word in other.words)
    for item in items:
        yield from (Claim(item.id, item.article, word) for word in item.words)


def _check_document(catalogue: Catalogue, document: Document, articles: Articles) -> Iterator[Finding]:
    edition = (document.key, document.edition)
    listed = (item for versions in catalogue.history.values() for item in versions)
    items = [item for item in listed if (item.document, item.edition) == edition]
    marks = {number: texts.marks(text) for number, text in articles.items()}
    claimed = list(claims(document, items))
    for claim in claimed:
        yield from _disagreement(claim, marks)
    read = {(claim.article, claim.word.mark) for claim in claimed}
    for number, words in marks.items():
        yield from _unread(document, number, words, read)
    yield from _articles_without_items(document, items, articles)
    yield from _departments(document, articles)


def _disagreement(claim: Claim, marks: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    where = f"{claim.where}.{claim.word.field}"
    if claim.article not in marks:
        zh, en = f"文本中没有第 {claim.article} 条", f"the text has no article {claim.article}"
        yield Finding(where, zh, en, "核对 article", "compare the article")
        return
    words = marks[claim.article]
    place = claim.word.mark
    stands = words[place - 1] if place <= len(words) else ""
    if stands != tidy(claim.word.text):
        listed = " ".join(f"{word} #{n}" for n, word in enumerate(words, 1))
        zh = f"目录写“{claim.word.text} #{place}”，第 {claim.article} 条该处为“{stands or '无'}”"
        en = f"the catalogue has {claim.word.text} #{place}, article {claim.article} {stands or 'nothing'}"
        yield Finding(where, zh, en, f"该条依次为：{listed}", f"the article has, in order: {listed}")


def _unread(
    document: Document, number: str, words: Sequence[str], read: set[tuple[str, int]]
) -> Iterator[Finding]:
    for place, word in enumerate(words, 1):
        if (number, place) not in read:
            where = f"{document.key} {document.file} {number}"
            zh, en = f"“{word} #{place}”没有条目对应", f"{word} #{place} is read by no item"
            mend_en = "read it in an item, or list it under not_award with its reason"
            yield Finding(where, zh, en, "在条目中使用，或列入 not_award 并写明理由", mend_en)


def _articles_without_items(
    document: Document, items: Sequence[Item], articles: Articles
) -> Iterator[Finding]:
    for number in sorted(articles.keys() - {texts.FRAME} - {item.article for item in items}):
        where = f"{document.key} {document.file} {number}"
        yield Finding(where, "这一条没有任何条目", "this article has no item", "补充条目", "add its items")


def _departments(document: Document, articles: Articles) -> Iterator[Finding]:
    for kind, listed in (("departments", document.departments), ("sections", document.sections)):
        for number, names in listed.items():
            for name in names:
                if texts.plain(name) not in articles.get(number, ""):
                    where = f"{document.key} {kind} {number}"
                    zh, en = f"文本中没有“{name}”", f"the text does not name {name}"
                    yield Finding(where, zh, en, "核对责任部门", "compare the responsible departments")
