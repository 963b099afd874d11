"""The adoption of a policy document: its number, its dates, the catalogue that was confirmed."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from schemas.choices import Choice
from schemas.faults import say
from schemas.fields import Day, PlainText, Version
from schemas.identifiers import DocumentId, RecordNumber, Sha256
from schemas.record import Record
from workflows.adoption import ADOPTION


class AdoptionIn(Record):
    """An adoption as the city clerk enters it from the published document."""

    document = DocumentId()
    number = PlainText(80, low=2)
    published_on = Day()
    effective_from = Day()
    effective_to = Day()

    @validates_schema(skip_on_field_errors=False)
    def _dates_are_in_order(self, adoption: dict[str, Any], **_: Any) -> None:
        begins, ends = adoption.get("effective_from"), adoption.get("effective_to")
        if begins and ends and ends < begins:
            raise ValidationError(
                say("有效期止不能早于有效期起。", "It can't end before it takes effect."),
                field_name="effective_to",
            )


class AdoptionOut(AdoptionIn):
    """An adoption and what became of it; nothing is paid from it unless it is confirmed."""

    id = RecordNumber()
    state = Choice(tuple(state.name for state in ADOPTION.states))
    catalogue = Sha256()
    version = Version()


ADOPTION_IN = AdoptionIn()
ADOPTION_OUT = AdoptionOut()
