"""Records at the door: JSON in, checked by its schema, all faults at once."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError

from disburse.errors import BadRecord, Finding
from schemas.faults import faults


def read(schema: Schema, body: Mapping[str, Any]) -> dict[str, Any]:
    """Load ``body``. Raises BadRecord with every fault, each with its path."""
    try:
        loaded: dict[str, Any] = schema.load(body)
    except ValidationError as error:
        raise BadRecord([Finding(f.path or "(记录)", f.zh, f.en) for f in faults(error)]) from error
    return loaded
