"""``disburse policy``: look into the catalogue, and hold it against the official texts."""

from collections.abc import Iterable
from pathlib import Path

import click

from disburse.policy.catalogue import SHIPPED, Catalogue, CatalogueFault, load
from disburse.policy.check import check, claims, read_texts
from disburse.policy.kinds import KINDS
from disburse.policy.model import Finding, Item

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def policy() -> None:
    """政策目录 / the policy catalogue."""


@policy.command("check")
@click.option("--texts", type=FOLDER, required=True, help="文本所在文件夹 / folder of the official texts.")
@click.option("--catalogue", type=FOLDER, default=SHIPPED, help="目录文件夹 / folder of the catalogue.")
def check_texts(texts: Path, catalogue: Path) -> None:
    """核对目录与文本：每个数字和界限词 / hold each figure and edge word against the texts, both ways."""
    held = _load(catalogue)
    articles, faults = read_texts(held, texts)
    findings = [*faults, *check(held, articles)]
    _tell(findings)
    if findings:
        raise SystemExit(1)
    words = sum(len(list(claims(document, ()))) for document in held.editions.values())
    words += sum(len(item.words) for versions in held.history.values() for item in versions)
    count = len(held.items)
    click.echo(f"一致：{count} 个条目，{words} 处数字和界限词 / agreed: {count} items, {words} words")


@policy.command("list")
@click.option("--document", "key", help="文件代号 / key of a document, such as QD24.")
@click.option("--kind", type=click.Choice([kind.name for kind in KINDS]), help="计算方式 / kind of formula.")
@click.option("--money", is_flag=True, help="只列有资金的条目 / only items that grant money.")
def list_items(key: str | None, kind: str | None, money: bool) -> None:
    """列出条目：编号、方式、限额、对象、名称 / list items: id, kind, cap, beneficiary, title."""
    for item in load().items.values():
        if key in (None, item.document) and kind in (None, item.kind) and (item.grants_money or not money):
            click.echo("\t".join([item.id, item.kind, _cap(item), item.beneficiary, item.title_zh]))


@policy.command("show")
@click.argument("item_id", metavar="ITEM")
def show_item(item_id: str) -> None:
    """显示一个条目 / show one item with its figures, conditions and facts."""
    catalogue = load()
    if item_id not in catalogue.items:
        raise click.BadParameter(f"没有条目 {item_id} / there is no item {item_id}", param_hint="ITEM")
    for label, value in _lines(catalogue, catalogue.items[item_id]):
        if value:
            click.echo(f"{label}\t{value}")


def _lines(catalogue: Catalogue, item: Item) -> Iterable[tuple[str, str]]:
    document = catalogue.document(item)
    yield "编号 id", item.id
    yield "名称 title", f"{item.title_zh} / {item.title_en}"
    yield "文件 document", f"{document.title_zh}（{document.edition}，{document.status}）"
    yield "条款 article", item.article
    yield "对象 beneficiary", item.beneficiary
    yield "方式 kind", item.kind
    yield "限额 cap", _cap(item)
    yield "原文 words", " ".join(f"{word.text}#{word.mark}" for word in item.words)
    yield "事实 facts", "、".join(f"{catalogue.facts[name].zh} {name}" for name in item.facts)
    yield "投资类 investment", item.investment
    yield "评价系数 rating", item.rating_factor
    yield "可质押 pledgeable", {True: "yes", False: "no", None: ""}[item.pledgeable]
    yield "重申 restates", item.restates or ""
    yield "存疑 doubt", item.doubt[0] if item.doubt else ""
    yield "责任部门 departments", "、".join(document.departments.get(item.article, ()))


def _cap(item: Item) -> str:
    return item.cap.literal if item.cap else ""


def _load(path: Path) -> Catalogue:
    try:
        return load(path)
    except CatalogueFault as fault:
        _tell(fault.findings)
        raise SystemExit(1) from None


def _tell(findings: Iterable[Finding]) -> None:
    for finding in findings:
        click.echo(f"{finding.where}: {finding.zh} / {finding.en}")
        click.echo(f"    {finding.mend_zh} / {finding.mend_en}")
