"""What is done to a background job, offered by the page of every act, although a job is no audited record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from disburse.web.labels import ANSWERS
from disburse.web.languages import N_
from disburse.web.once import Notice
from disburse.web.task import Task

BESIDE: Mapping[str, str] = {
    "webhook": N_("推送通知"),
    "import": N_("导入名单"),
    "list": N_("导出名单"),
    "scan": N_("附件查毒"),
    "rescan": N_("附件复查"),
    "redate": N_("重算时限"),
}
"""Kinds that nobody asks for by hand."""


@dataclass(frozen=True)
class JobTask(Task):
    """An act on the job of a ``number``; what was done is written into the chain of whoever does it."""

    NAMES: ClassVar = ("retry_job", "drop_job")
    number: int = 0

    @property
    def at(self) -> str:
        """The page of the job."""
        return f"/administrator/jobs/{self.number}"

    def do(self, body: Mapping[str, Any], version: str, under: str) -> Notice:
        """Do it once under a key. Raises its refusal, KeyReused or InFlight."""
        return super().do({**body, "number": self.number}, version, under)


def kind_called(kind: str) -> str:
    """The message of what a kind of job does."""
    return BESIDE.get(kind) or str(ANSWERS["kind"].get(kind, kind))
