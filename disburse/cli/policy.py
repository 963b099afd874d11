"""``disburse policy``: look into the catalogue, and hold it against the official texts."""

from collections.abc import Iterable
from pathlib import Path

import click

from disburse.cli import policy_allot, policy_editions, policy_records, policy_whatif
from disburse.cli.policy_loading import FOLDER, load_or_tell, tell
from disburse.policy.catalogue import SHIPPED, Catalogue, load
from disburse.policy.check import check, claims, read_texts
from disburse.policy.kinds import KINDS
from disburse.policy.model import Item


@click.group()
def policy() -> None:
    """政策目录 / the policy catalogue."""


@policy.command("check")
@click.option("--texts", type=FOLDER, help="文本所在文件夹 / folder of the official texts.")
@click.option("--catalogue", type=FOLDER, default=SHIPPED, help="目录文件夹 / folder of the catalogue.")
@click.pass_context
def check_catalogue(ctx: click.Context, texts: Path | None, catalogue: Path) -> None:
    """核对目录：自身、与文本（--texts）、在用版本未被改动 / check the catalogue.

    By itself; against the texts, each figure and edge word both ways; and that no edition in use was edited.
    """
    held = load_or_tell(catalogue)
    findings = policy_editions.edited(ctx, held)
    if texts:
        articles, faults = read_texts(held, texts)
        findings += [*faults, *check(held, articles)]
    tell(findings)
    if findings:
        raise SystemExit(1)
    words = sum(len(list(claims(document, ()))) for document in held.editions.values())
    words += sum(len(item.words) for versions in held.history.values() for item in versions)
    count = len(held.items)
    zh, en = ("一致", "agreed") if texts else ("目录无误，未核对文本", "sound, not held against texts")
    click.echo(f"{zh}：{count} 个条目，{words} 处数字和界限词 / {en}: {count} items, {words} words")


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


for room in (policy_whatif, policy_allot, policy_records, policy_editions):
    for command in room.COMMANDS:
        policy.add_command(command)
