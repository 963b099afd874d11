"""An attachment 附件: kept, scanned for viruses, perhaps removed before it is handed in; and what it may be.

Who attaches, to what and when depends on the kind of paper; each office has a step of its own.
"""

from dataclasses import dataclass

from workflows.engine import Workflow
from workflows.pledge import LOCKED, SOUGHT
from workflows.table import NEW, State, Step

KEPT = ("waiting", "clean", "infected", "failed", "not_scanned")
"""The attachment is there, whatever the scanner says of it."""
UNSETTLED = ("waiting", "failed", "not_scanned")
"""The scanner has still to find it clean or infected."""
VERDICTS = {"clean": "pass_scan", "infected": "find_virus", "failed": "fail_scan", "not_scanned": "skip_scan"}
"""The step that each verdict of the scanner is."""

ATTACHMENT = Workflow(
    name="attachment",
    version=1,
    title_zh="附件",
    title_en="Attachment",
    initial="waiting",
    states=(
        State("waiting", "待查毒", "waiting for the scan", "待查毒", "Waiting for the scan", "clock"),
        State("clean", "未发现病毒", "clean", "未发现病毒", "Clean", rest=True),
        State("infected", "含病毒", "infected", "含病毒，不可下载", "Infected, not given out", rest=True),
        State("failed", "未能查毒", "scan failed", "未能查毒", "Could not be scanned", rest=True),
        State(
            "not_scanned", "未查毒", "not scanned", "未查毒（未配置）", "Not scanned, no scanner", rest=True
        ),
        State("removed", "已移除", "removed", "已移除", "Removed", rest=True),
    ),
    steps=(
        Step("attach", NEW, "waiting", "enterprise_agent", "附佐证材料", "Attach evidence"),
        Step("attach_opinion", NEW, "waiting", "district_clerk", "附区市材料", "Attach a district paper"),
        Step("attach_minutes", NEW, "waiting", "city_clerk", "附市级材料", "Attach a city paper"),
        Step("attach_bank_paper", NEW, "waiting", "bank_clerk", "附银行材料", "Attach a bank paper"),
        *(Step("pass_scan", s, "clean", "clock", "未发现病毒", "Find clean") for s in UNSETTLED),
        *(Step("find_virus", s, "infected", "clock", "发现病毒", "Find a virus") for s in UNSETTLED),
        *(
            Step("fail_scan", s, "failed", "clock", "未能查毒", "Fail to scan")
            for s in ("waiting", "not_scanned")
        ),
        Step("skip_scan", "waiting", "not_scanned", "clock", "未查毒", "Leave unscanned"),
        *(Step("remove", s, "removed", "enterprise_agent", "移除附件", "Remove") for s in KEPT),
    ),
)
"""Only what an enterprise has not handed in yet can be removed; what officials attach stays."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of document: the step it comes by, what record it is about, and in which of its states."""

    name: str
    zh: str
    en: str
    action: str
    about: str
    states: tuple[str, ...]


_APPLYING = ("attach", "claim", ("draft", "returned"))
_REVIEWING = ("attach_opinion", "claim", ("submitted", "district_review"))
_DECIDING = ("attach_minutes", "claim", ("recommended", "rated", "public_notice"))
_LENDING = ("attach_bank_paper", "pledge", (*SOUGHT, *LOCKED))

PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper("form", "申报表", "application form", *_APPLYING),
        Paper("contract", "合同", "contract", *_APPLYING),
        Paper("invoice", "发票", "invoice", *_APPLYING),
        Paper("certificate", "证书", "certificate", *_APPLYING),
        Paper("commitment", "真实性承诺书", "commitment letter", *_APPLYING),
        Paper("other", "其他佐证", "other evidence", *_APPLYING),
        Paper("opinion", "初审意见", "district's opinion", *_REVIEWING),
        Paper("site_visit", "现场核查记录", "record of a site visit", *_REVIEWING),
        Paper("minutes", "会议纪要", "minutes", *_DECIDING),
        Paper("bank_paper", "银行材料", "bank document", *_LENDING),
    )
}
"""Every kind of document 材料类别 that may be attached, in the order of the procedure."""
INTERNAL = tuple(p.name for p in PAPERS.values() if p.action in ("attach_opinion", "attach_minutes"))
"""Papers of the offices: neither the enterprise nor a bank sees them."""
