"""Our fields as JSON Schema: what the OpenAPI document says of each, with an example that fits."""

from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields

from schemas import choices, decisions, identifiers, people, pledges, shown
from schemas import fields as ours
from schemas.facts import Facts
from schemas.record import Patterned, Rows

Piece = dict[str, Any]

EXAMPLES: dict[type[fields.Field[Any]], str] = {
    ours.Fen: "1200000.00",
    ours.Uscc: "9144030071526726XG",
    ours.BankCode: "313452060150",
    ours.AccountNumber: "9000000000001234",
    ours.Month: "2025-03",
    ours.Day: "2025-03-01",
    ours.Moment: "2025-03-01T17:00:00+08:00",
    ours.Quantity: "2.5",
    decisions.QuestionId: "investment:QD24-18.3",
    pledges.RegistrationNumber: "01234567890123456789",
    pledges.PublicKey: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    identifiers.RecordNumber: "QD-2025-000001",
    identifiers.ItemId: "QD24-2.1",
    identifiers.DocumentId: "QD24",
    identifiers.BudgetCode: "2150805",
    identifiers.Sha256: "0" * 64,
    identifiers.Phone: "13900000000",
    people.Secret: "lantern harbour quiet 42",
}
"""A value that fits a field, of each kind that has a shape."""
SHAPES: dict[type[fields.Field[Any]], Piece] = {
    ours.Quantity: {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?$"},
    ours.Day: {
        "type": "string",
        "format": "date",
        "pattern": r"^(19[5-9][0-9]|20[0-9]{2})-[0-9]{2}-[0-9]{2}$",
    },
    ours.Moment: {"type": "string", "format": "date-time"},
    choices.Commitment: {"type": "boolean", "enum": [True]},
    choices.YesNo: {"type": "boolean"},
    shown.Kept: {"type": "object", "additionalProperties": True},
    shown.Told: {"type": "string"},
    identifiers.Masked: {"type": "string"},
}
"""JSON Schema of the fields that don't say it themselves."""


def json_schema(field: fields.Field[Any]) -> Piece:
    """JSON Schema of one of our fields, without whether it may be absent."""
    made = dict(_shape(field))
    if made and not isinstance(field, shown.Kept | shown.Told):
        made["examples"] = [example(field)]
    return made


def _shape(field: fields.Field[Any]) -> Piece:
    for kind, piece in SHAPES.items():
        if isinstance(field, kind):
            return piece
    match field:
        case ours.Fen(min_fen=low):
            sign = "-?" if low < 0 else ""
            return {"type": "string", "pattern": rf"^{sign}(0|[1-9][0-9]{{0,17}})\.[0-9]{{2}}$"}
        case choices.Choice(names=names):
            return {"type": "string", "enum": list(names)}
        case ours.Count(low=low, high=high):
            return {"type": "integer", "minimum": low, "maximum": high}
        case Patterned():
            return {"type": "string", "pattern": f"^(?:{field.pattern.pattern})$"}
        case ours.PlainText(low=low, high=high):
            return {"type": "string", "minLength": low, "maxLength": high}
        case people.Secret(high=high):
            return {"type": "string", "maxLength": high}
        case Rows(low=low, high=high):
            return {"type": "array", "minItems": low, "maxItems": high}
    return {}


def example(field: fields.Field[Any]) -> Any:
    """A value that the field takes, and its record with it."""
    return field.metadata["example"] if "example" in field.metadata else _usual(field)


def _usual(field: fields.Field[Any]) -> Any:
    for kind, text in EXAMPLES.items():
        if isinstance(field, kind):
            return text
    match field:
        case choices.YesNo():
            return True
        case choices.Choice(names=names):
            return names[0]
        case ours.Count(low=low):
            return low
        case Rows():
            return [example(field.inner)]
        case fields.Nested():
            return record_example(field.schema)
        case shown.Kept():
            return {}
        case ours.PlainText(low=low, high=high):
            return "按规定办理，见附件"[:high] if low else ""
    return "yes"


def record_example(schema: Schema) -> Piece:
    """A record that the schema takes: every field that it must have; of facts the two most usual."""
    if isinstance(schema, Facts):
        return {"recognised_on": "2025-01-15", "newly_recognised": True}
    return {
        field.data_key or name: example(field) for name, field in schema.load_fields.items() if field.required
    }


def teach(plugin: MarshmallowPlugin) -> None:
    """Let the document's plugin say of our fields what ``json_schema`` says."""

    def of_ours(_self: Any, field: fields.Field[Any], **_: Any) -> Piece:
        made = json_schema(field) if not isinstance(field, Rows) else _shape(field)
        optional = field.allow_none and made
        if optional and "enum" in made:
            made = {**made, "enum": [*made["enum"], None]}
        return {**made, "type": [made["type"], "null"]} if optional else made

    if plugin.converter:
        plugin.converter.add_attribute_function(of_ours)  # type: ignore[no-untyped-call]  # apispec's
