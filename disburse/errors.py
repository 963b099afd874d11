"""Refusals: each says what happened and why (its docstring), what to do next, and its HTTP status.

The docstring is the sentence: Chinese on the first line, English on the second; ``{names}`` are filled in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from workflows.roles import ROLES


class Both(NamedTuple):
    """A fact of a refusal that has a name in each language, such as a role or a step."""

    zh: str
    en: str


def a_row(number: str, row: int) -> Both:
    """A row of a list or file, by the number of that."""
    return Both(f"{number} 第 {row} 行", f"row {row} of {number}")


SOMEBODY_ELSE = Both("其他人员", "somebody else")


@dataclass(frozen=True)
class Finding:
    """One fault among several: where it is, what is wrong and how to mend it."""

    where: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.where}: {self.zh} / {self.en}"


class Refusal(Exception):
    """不能办理。
    This can't be done.
    """

    status: ClassVar[int] = 409
    mend: ClassVar[tuple[str, str]] = ("请核对后重试。", "Check and try again.")

    def __init__(self, findings: Sequence[Finding] = (), **facts: Any) -> None:
        self.findings = tuple(findings)
        self.facts = facts
        super().__init__(self.en)

    @property
    def code(self) -> str:
        """Stable name, such as ``OutOfOrder``."""
        return type(self).__name__

    @property
    def zh(self) -> str:
        """The sentence in Chinese, with what to do next."""
        return self._line(0)

    @property
    def en(self) -> str:
        """The sentence in English, with what to do next."""
        return self._line(1)

    def _line(self, number: int) -> str:
        lines = [line.strip() for line in (type(self).__doc__ or "").strip().splitlines()]
        facts = {name: fact[number] if isinstance(fact, Both) else fact for name, fact in self.facts.items()}
        return f"{lines[number]} {self.mend[number]}".format_map(facts).strip()

    def __str__(self) -> str:
        return "\n".join([self.zh, self.en, *(f"  - {finding}" for finding in self.findings)])


class BadRecord(Refusal):
    """所报内容有 {count} 处不符合要求。
    The record has {count} faults.
    """

    status = 422
    mend = ("请按所列逐项更正。", "Mend each as listed.")

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings, count=len(findings))


class NotFound(Refusal):
    """没有 {number}，或您无权查看。
    There is no {number}, or it is not yours to see.
    """

    status = 404
    mend = ("请核对编号。", "Check the number.")


class NotYours(Refusal):
    """{number} 的“{action}”不由{role}（{unit}）办理。
    "{action}" on {number} is not for {role} of {unit}.
    """

    status = 403
    mend = ("请由{holder}办理。", "It is for {holder} of the unit in charge.")

    def __init__(
        self,
        *,
        number: str,
        action: str | Both,
        role: str,
        unit: str,
        roles: Iterable[str] = (),
        holder: Both = SOMEBODY_ELSE,
    ) -> None:
        """``role`` asked, for ``unit``; it is for ``roles``, or for ``holder`` where no role says it."""
        theirs = [ROLES[name] for name in roles]
        if theirs:
            holder = Both("、".join(one.zh for one in theirs), ", ".join(one.en for one in theirs))
        asker = Both(ROLES[role].zh, ROLES[role].en)
        super().__init__(number=number, action=action, role=asker, unit=unit, holder=holder)


class SamePerson(Refusal):
    """{number} 的“{action}”须由他人办理：本人已办理过“{earlier}”。
    "{action}" on {number} needs another person: you took "{earlier}" yourself.
    """

    status = 403
    mend = ("请交由另一人办理（不相容岗位分离）。", "Pass it to a colleague (separation of duties).")


class OutOfOrder(Refusal):
    """{number}：{why_zh}
    {number}: {why_en}
    """

    mend = ("", "")


class Stale(Refusal):
    """{number} 已被他人改动：您看到的是第 {seen} 版，现为第 {version} 版。
    {number} was changed meanwhile: you saw version {seen}, it is now version {version}.
    """

    status = 412
    mend = ("请刷新后再办。", "Reload and try again.")


class NeedsNote(Refusal):
    """办理“{action}”须写明理由。
    "{action}" needs its reasons in writing.
    """

    status = 422
    mend = ("请填写意见。", "Give a note.")


class NeedsDocument(Refusal):
    """办理“{action}”须有文号或凭证号。
    "{action}" needs a document number.
    """

    status = 422
    mend = ("请填写文号。", "Give the document number.")


class TooEarly(Refusal):
    """{number} 公示未满 {workdays} 个工作日，至 {until} 17:00 止。
    The public notice of {number} runs {workdays} working days, until {until} 17:00.
    """

    mend = ("请待公示期满。", "Wait until it has ended.")


class OpenObjection(Refusal):
    """{number} 有未办结或已成立的异议 {objection}。
    {number} has an objection that is open or was upheld, {objection}.
    """

    mend = ("请先办结异议；已成立的，先行复核。", "Decide the objection; once upheld, reconsider the claim.")


class OpenReview(Refusal):
    """{number} 有未办结的评价复核 {review}：名单已更正或更新。
    {number} has an open review, {review}: the rating list was corrected or replaced.
    """

    mend = (
        "请先复核，或说明不变的理由并结案。",
        "Reconsider the claim, or close the review with the reason.",
    )


class NotGranted(Refusal):
    """按政策测算，{number} 不能给予支持。
    By the policy nothing can be granted on {number}.
    """

    status = 422
    mend = ("理由见所列。", "The reasons are listed.")


class NoRatingList(Refusal):
    """{unit} 没有可适用的亩产效益评价名单。
    There is no rating list of {unit} to apply.
    """

    mend = ("请先导入名单（disburse import ratings）。", "Import the list first (disburse import ratings).")


class TwoRatings(Refusal):
    """名单 {list} 中与 {name} 对应的各行类别不一，不能自动认定。
    The rows of list {list} that match {name} give different classes; no choice is made by the system.
    """

    mend = (
        "请导入更正后的名单（--corrects），写明统一社会信用代码和类别。",
        "Import a correction (--corrects) with the code and the class.",
    )


class ByException(Refusal):
    """{number} 是免申即享事项，事实以认定名单 {list} 为准，不能修改。
    {number} is by exception: its facts are those of recognition list {list} and can't be changed.
    """

    mend = ("名单有误的，撤回后联系主管部门更正。", "If the list is wrong, withdraw and ask the bureau.")


class AnotherAccount(Refusal):
    """账户名称“{given}”与登记名称“{name}”不一致。
    The account name "{given}" is not the registered name "{name}".
    """

    status = 422
    mend = ("只能使用本单位同名账户。", "Only an account in the registered name is accepted.")


class AlreadyThere(Refusal):
    """{what} 已登记为 {number}。
    {what} is already on record as {number}.
    """

    mend = ("不必重复登记。", "There is no need to enter it again.")


class NotAdopted(Refusal):
    """政策 {document} 在 {day} 没有经确认的施行记录，不能据以申报或拨付。
    Policy {document} has no confirmed adoption in force on {day}: nothing can be claimed or paid from it.
    """

    mend = ("请先登记并确认政策施行。", "Enter and confirm its adoption first.")


class UnfinishedBatch(Refusal):
    """批次 {number} 还有 {count} 笔未办结。
    Batch {number} still has {count} open payments.
    """

    mend = ("请先确认到账或登记退汇。", "Confirm each payment or record its return first.")


class AmountMismatch(Refusal):
    """金额不符：应为 {expected} 元，所报 {given} 元。
    The sum does not agree: {expected} yuan expected, {given} given.
    """

    status = 422
    mend = ("请核对凭证。", "Check the receipt.")


class NotThatFile(Refusal):
    """文件 {name} 不能导入。
    File {name} can't be imported.
    """

    status = 422
    mend = ("请按所列更正后重试。", "Mend what is listed and try again.")


class NotEmpty(Refusal):
    """{what} 已有内容。
    {what} is not empty.
    """

    mend = ("请另选位置，或用 --fresh 重新开始。", "Choose another place, or start over with --fresh.")
