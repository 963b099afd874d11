"""A disbursement notice, warm, beside typst setting the same text in the same fonts with the same QR code."""

import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import count
from pathlib import Path

import pypdfium2
import segno
import typst

from bench.table import Line, costs
from bench.timing import in_turn
from reports import figures
from reports.facts import BudgetCode, Notice
from reports.fonts import Faces, prepare
from reports.paper import pdf

AIM_MS = 90
TEMPLATE = Path(__file__).parent / "notice_typst.typ"
NOTICE = Notice(
    issuer="青岛市工业和信息化局",
    issued_on=date(2026, 3, 5),
    verify_url="https://example.org/verify/QD-2026-000017-8f3ac2",
    record='{"claim":"QD-2026-000017","payable":"1600000.00","名称":"云帆"}'.encode(),
    demo=False,
    document_number="青工信拨〔2026〕17号",
    claim_number="QD-2026-000017",
    enterprise="青岛云帆智能装备示例有限公司",
    uscc="9144030071526726XG",
    item_id="QD24-05-1",
    item_title="支持企业实施智能化技术改造",
    document_title="青岛市加快推进新型工业化若干政策措施",
    policy_number="演示文号〔2026〕1号",
    article="第五条",
    minutes_number="〔2026〕第3次局长办公会",
    notice_from=date(2026, 2, 2),
    notice_to=date(2026, 2, 6),
    fund_number="青财工指〔2026〕12号",
    budget_codes=(
        BudgetCode("支出功能分类", "2150805", "中小企业发展专项"),
        BudgetCode("部门支出经济分类", "31299", "其他对企业补助"),
        BudgetCode("政府支出经济分类", "50799", "其他对企业补助"),
    ),
    recognised_fen=200_000_000,
    factor=Fraction(4, 5),
    payable_fen=160_000_000,
    payee="青岛云帆智能装备示例有限公司",
    account_masked="6222***********3445",
    bank_code="313452060150",
    bank="示例银行青岛分行",
    voucher_number="2026-03-000123",
    batch_number="P-2026-0007",
    paid_on=date(2026, 3, 2),
    contacts=("受理单位：崂山区工业和信息化局", "网上查询：登录申报系统“我的申报”"),
)
"""Facts of a notice, none of them real; each paper of the comparison has a number and a sum of its own."""
_numbers = count(1)


def measure(*, quick: bool) -> Iterator[Line]:
    """CPU of one paper, with the fonts as installed and with those cut down beforehand."""
    rounds, papers = (3, 3) if quick else (9, 6)
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        slim = Faces(prepared=Path(folder))
        prepare(slim)
        compiler = typst.Compiler(TEMPLATE)
        _require_same_text(slim, compiler)
        sides: dict[str, Callable[[], object]] = {
            "prepared": lambda: pdf("notice", another(), slim),
            "installed": lambda: pdf("notice", another(), Faces()),
            "typst": lambda: set_by_typst(another(), compiler),
        }
        took = in_turn(sides, rounds=rounds, repeat=papers)
    for side in ("prepared", "installed"):
        what = f"one notice, warm, CPU, fonts {side}"
        yield costs("notice", what, took[side], "typst, same text", took["typst"])
        if side == "prepared":
            ms = took[side].median * 1000
            yield Line("notice", what, f"{ms:.0f} ms", ratio=ms, aim=AIM_MS, at_most=True, unit="ms")


def another() -> Notice:
    """The notice with a number and a sum that no paper had before, so that no side can remember it."""
    n = next(_numbers)
    return replace(
        NOTICE,
        claim_number=f"QD-2026-{n:06d}",
        document_number=f"青工信拨〔2026〕{n}号",
        payable_fen=160_000_000 - n,
        verify_url=f"https://example.org/verify/QD-2026-{n:06d}-8f3ac2",
    )


def set_by_typst(facts: Notice, compiler: typst.Compiler) -> bytes:
    """The same paper by typst, as PDF/A-3u with the record attached."""
    made = compiler.compile(format="pdf", sys_inputs=_inputs(facts), pdf_standards=["a-3u"])
    assert isinstance(made, bytes)
    return made


def _inputs(facts: Notice) -> dict[str, str]:
    texts = {name: value for name, value in vars(facts).items() if isinstance(value, str)}
    for name in ("issued_on", "notice_from", "notice_to", "paid_on"):
        texts[name] = figures.chinese_date(getattr(facts, name))
    return texts | {
        "recognised": figures.yuan(facts.recognised_fen),
        "percent": figures.percent(facts.factor),
        "payable": figures.yuan(facts.payable_fen),
        "capitals": figures.capitals(facts.payable_fen),
        "codes": "|".join(f"{code.kind}：{code.code}　{code.name}" for code in facts.budget_codes),
        "contacts": "|".join(facts.contacts),
        "record": facts.record.decode(),
        "qr": _qr(facts.verify_url),
    }


def _qr(url: str) -> str:
    made = io.BytesIO()
    segno.make(url, error="m", micro=False).save(made, kind="svg", border=0)
    return made.getvalue().decode()


def _require_same_text(faces: Faces, compiler: typst.Compiler) -> None:
    facts = another()
    ours, theirs = (_text(made) for made in (pdf("notice", facts, faces), set_by_typst(facts, compiler)))
    if sorted(ours) != sorted(theirs):
        lacking = set(ours) ^ set(theirs)
        raise AssertionError(f"typst sets another text: {lacking}, {len(ours)} and {len(theirs)} characters")


def _text(made: bytes) -> str:
    """All text without spaces and page numbers, which depend on where lines end."""
    with pypdfium2.PdfDocument(made) as document:
        pages = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    return "".join(page.replace(f"—{n}—", "") for n, page in enumerate(pages, 1))
