"""Closing the review of a rating that a later list called in question; it changes no sum."""

from disburse import desk
from disburse.actors import Actor
from disburse.errors import Refusal
from disburse.models import ReviewTask
from disburse.queries import reviews


class NothingDone(Refusal):
    """{claim} 自提出复查以来没有复核、撤销或追回。
    Nothing was done about {claim} since its review was raised.
    """

    mend = ("请先办理，或写明理由维持不变。", "Do so first, or dismiss the review with the reasons.")


@desk.use_case
def settle_review(
    number: str, *, note: str, document: str, version: int | None = None, by: Actor
) -> ReviewTask:
    """Close a review after something was done: the claim was reconsidered, ended, or is being taken back."""
    task = desk.hold(ReviewTask, number, by=by, version=version)
    if task.state == "open" and not reviews.was_acted_on(task):
        raise NothingDone(claim=task.claim_id)
    return _close(task, "settle", note, document, by)


@desk.use_case
def dismiss_review(
    number: str, *, note: str, document: str, version: int | None = None, by: Actor
) -> ReviewTask:
    """Close a review without any change to the claim, for the reasons in ``note``."""
    task = desk.hold(ReviewTask, number, by=by, version=version)
    return _close(task, "dismiss", note, document, by)


def _close(task: ReviewTask, action: str, note: str, document: str, by: Actor) -> ReviewTask:
    desk.move(
        task, action, by=by, note=note, document=document, about=task.claim_id,
        outcome=note, outcome_document=document,
    )  # fmt: skip
    return task
