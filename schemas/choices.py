"""Fields with a closed set of answers."""

from collections.abc import Iterable
from typing import Any

from schemas.faults import sentences
from schemas.record import Spoken


class YesNo(Spoken[bool]):
    """JSON ``true`` or ``false`` and nothing that resembles them."""

    default_error_messages = sentences(bool=("须为 true 或 false。", "Write true or false."))

    def _read(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("bool")
        return value


class Commitment(YesNo):
    """The commitment to truthfulness 真实性承诺: explicitly ``true``, or there is no claim."""

    default_error_messages = sentences(
        bool=("须明确作出真实性承诺（true）。", "Commit explicitly to the truth of the claim (true).")
    )

    def _read(self, value: object) -> bool:
        if value is not True:
            raise self.make_error("bool")
        return True


class Choice(Spoken[str]):
    """One of a few names."""

    default_error_messages = sentences(choice=("只能是：{names}。", "It must be one of: {names}."))

    def __init__(self, names: Iterable[str], **given: Any) -> None:
        """Accept ``names`` and nothing else."""
        super().__init__(**given)
        self.names = tuple(names)

    def _read(self, value: object) -> str:
        if not (isinstance(value, str) and value in self.names):
            raise self.make_error("choice", names=", ".join(self.names))
        return value
