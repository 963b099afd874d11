"""A calculation in words: each step (plain data) becomes a sentence, one template for each kind.

``{name}`` stands for an input's value, ``{name_label}`` for its label; ``{base}`` is the first input. Sums
of yuan are grouped by thousands.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

Language = Literal["zh", "en"]
AMOUNT = re.compile(r"(?<![\d.%])\d+\.\d{2}(?![\d%])", re.ASCII)

UNRATED_ZH = "未列入评价"

TEMPLATES: Mapping[str, tuple[str, str]] = {
    "fixed": ("定额 {result} 元", "fixed sum {result} yuan"),
    "tier": (
        "{base_label} {base} 元超过 {rule}，以往最高 {second} 元未超过，本档 {result} 元",
        "{base_label} {base} yuan is over {rule}, the highest before, {second} yuan, was not: {result} yuan",
    ),
    "rate": (
        "{base_label} {base} 元 × {rule} = {result} 元",
        "{base_label} {base} yuan × {rule} = {result} yuan",
    ),
    "cost": ("{base_label}据实 {result} 元", "{base_label} as paid, {result} yuan"),
    "increase": (
        "（{base_label} {base} 元 − {second_label} {second} 元）× {rule} = {result} 元",
        "({base_label} {base} yuan − {second_label} {second} yuan) × {rule} = {result} yuan",
    ),
    "bands": ("利息补贴 {rule} = {result} 元", "interest {rule} = {result} yuan"),
    "room:year": (
        "本年度限额 {rule}，本年已获 {base} 元，余 {result} 元",
        "yearly cap {rule}, {base} yuan awarded this year, {result} yuan left",
    ),
    "room:3_years": (
        "三年管理期限额 {rule}，期内已获 {base} 元，余 {result} 元",
        "cap of three years {rule}, {base} yuan awarded within, {result} yuan left",
    ),
    "room:ever": (
        "单户合计限额 {rule}，已获 {base} 元，余 {result} 元",
        "cap for one enterprise {rule}, {base} yuan awarded, {result} yuan left",
    ),
    "cap": ("上限 {rule}，取 {result} 元", "cap {rule}: {result} yuan"),
    "tiers_highest": ("取最高一档 {result} 元", "the highest tier, {result} yuan"),
    "tiers_each": ("逐档累加 {result} 元", "each tier, {result} yuan together"),
    "difference": (
        "{base} 元扣除重叠奖补 {second} 元，余 {result} 元",
        "{base} yuan less {second} yuan of awards it meets: {result} yuan",
    ),
    "decision": ("主管部门核定 {result} 元", "an official decided {result} yuan"),
    "open": ("需要决定：{base} 元至 {second} 元", "needs a decision: {base} to {second} yuan"),
    "factor": (
        "亩产效益 {rule}：{base} 元按比例支付 {result} 元",
        "rating {rule}: of {base} yuan, {result} yuan is paid",
    ),
    "factor_undecided": (
        "亩产效益 {rule}，是否适用未定：{base} 元支付 {result} 元",
        "rating {rule}, whether it applies is undecided: of {base} yuan, {result} yuan is paid",
    ),
}


def sentence(step: Mapping[str, Any], language: Language = "zh") -> str:
    """One step in words."""
    template = TEMPLATES[step["kind"]][language == "en"]
    rule = step["rule"].replace("unrated", UNRATED_ZH) if language == "zh" else step["rule"]
    words = {"rule": grouped(rule), "result": grouped(step["result"])}
    for name, given in zip(("base", "second"), step["inputs"], strict=False):
        words |= {name: grouped(given["value"]), f"{name}_label": given[language]}
    return template.format(**words)


def calculation(steps: Iterable[Mapping[str, Any]], language: Language = "zh") -> str:
    """All steps, joined into one line."""
    return ("；" if language == "zh" else "; ").join(sentence(step, language) for step in steps)


def grouped(text: str) -> str:
    """Every sum of yuan in a text with its thousands set apart; rates stay as they are."""
    return AMOUNT.sub(lambda match: _thousands(match[0]), text)


def _thousands(amount: str) -> str:
    yuan, fen = amount.split(".")
    return f"{int(yuan):,}.{fen}"
