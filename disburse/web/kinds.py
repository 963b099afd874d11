"""Kinds of records by the addresses of their pages, and what each is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint

from disburse.web.languages import N_


@dataclass(frozen=True)
class Kind:
    """Records of one kind: ``name`` is how addresses call them, ``one`` and ``many`` are message ids."""

    name: str
    kind: str
    one: str
    many: str


KINDS: dict[str, Kind] = {
    made.name: made
    for made in (
        Kind("claims", "claim", N_("申报"), N_("申报")),
        Kind("enterprises", "enterprise", N_("企业"), N_("企业")),
        Kind("objections", "objection", N_("异议"), N_("异议")),
        Kind("funds", "fund", N_("专项资金"), N_("专项资金")),
        Kind("batches", "batch", N_("拨付批次"), N_("拨付批次")),
        Kind("payments", "payment", N_("拨付"), N_("拨付")),
        Kind("recoveries", "recovery", N_("追缴"), N_("追缴")),
        Kind("adoptions", "adoption", N_("施行登记"), N_("施行登记")),
        Kind("decisions", "decision", N_("政策解释决定"), N_("政策解释决定")),
        Kind("city-tables", "city_table", N_("市局用表"), N_("市局用表")),
        Kind("rating-lists", "rating_list", N_("评价名单"), N_("评价名单")),
        Kind("recognition-lists", "recognition_list", N_("认定名单"), N_("认定名单")),
        Kind("matches", "row_match", N_("名单匹配"), N_("名单匹配")),
        Kind("reviews", "review_task", N_("评价复核"), N_("评价复核")),
        Kind("pledges", "pledge", N_("质押"), N_("质押")),
        Kind("freezes", "freeze_order", N_("司法冻结"), N_("司法冻结")),
        Kind("receipt-files", "receipt_file", N_("回单文件"), N_("回单文件")),
        Kind("attachments", "attachment", N_("附件"), N_("附件")),
        Kind("budget-tables", "budget_table", N_("预算科目表"), N_("预算科目表")),
        Kind("units", "unit", N_("单位"), N_("单位")),
        Kind("persons", "person", N_("人员"), N_("人员")),
        Kind("delegations", "delegation", N_("委托"), N_("委托")),
        Kind("tokens", "token", N_("接口令牌"), N_("接口令牌")),
        Kind("endpoints", "endpoint", N_("接收地址"), N_("接收地址")),
        Kind("signing-keys", "signing_key", N_("签名公钥"), N_("签名公钥")),
        Kind("refusals", "refusal", N_("拒绝记录"), N_("拒绝记录")),
        Kind("hand-overs", "hand_over", N_("数据移交"), N_("数据移交")),
    )
}
"""By the name in addresses."""
NAMES = {made.kind: made.name for made in KINDS.values()}
"""The name in addresses, by kind."""


def under(pages: Blueprint, names: Iterable[str], rest: str, view: Any, *methods: str) -> None:
    """Open ``/<name><rest>`` for each of ``names``; the view is told the name as ``collection``."""
    for name in names:
        pages.add_url_rule(
            f"/{name}{rest}", view.__name__, view, defaults={"collection": name}, methods=methods or ("GET",)
        )


def address(kind: str, number: str) -> str:
    """The page of a record."""
    return f"/{NAMES[kind]}/{number}"
