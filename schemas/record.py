"""What every schema here has in common: strict both ways, bilingual, money in fen within and yuan outside."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from marshmallow import RAISE, Schema, ValidationError, fields, missing

from schemas.faults import say, sentences

T = TypeVar("T")

_OBJECT = ("此处应为对象（花括号）。", "Give an object here, in braces.")
_PRESENCE = sentences(
    required=("缺少此项，请填写。", "This is missing: fill it in."),
    null=("此项不能为空值，请填写。", "This may not be null: fill it in."),
    validator_failed=("此项不符合要求，请核对。", "This is not acceptable: check it."),
)
_OF_A_RECORD = {
    "type": say(*_OBJECT),
    "unknown": say("没有这一项，请删除或核对名称。", "There is no such field: remove it or check its name."),
}
_MUST: dict[str, Any] = {"required": True}
_MAY: dict[str, Any] = {"load_default": None, "allow_none": True}


class Spoken(fields.Field[T]):
    """A field that is required unless ``optional`` (absent or null is ``None``) and speaks both languages.

    A subclass reads a JSON value with ``_read`` and writes it with ``_write``. What it writes must be what it
    would read: a record that could not come in does not go out (``ValueError``, for that is our own fault).
    """

    default_error_messages = _PRESENCE

    def __init__(self, *, optional: bool = False, **given: Any) -> None:
        """Take marshmallow's own keywords after ``optional``."""
        super().__init__(**{**(_MAY if optional else _MUST), **given})

    def _read(self, value: object) -> T:
        raise NotImplementedError

    def _write(self, value: T) -> object:
        return value

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> T:
        return self._read(value)

    def _serialize(self, value: T | None, attr: str | None, obj: Any, **_: Any) -> object:
        if value is None:
            return None
        try:
            written = self._write(value)
            self._read(written)
        except (ValidationError, TypeError, AttributeError) as error:
            raise ValueError(f"{attr}: {value!r} may not go out: {error}") from error
        return written


class Patterned(Spoken[str]):
    """Text of a fixed shape. JSON numbers are refused: they lose leading zeros and long digits."""

    pattern: ClassVar[re.Pattern[str]]
    default_error_messages = sentences(
        text=("须为文本（加引号），不能是数字或其他类型。", "Give it as text, in quotes."),
        shape=("格式不正确，请核对。", "The format is wrong: check it."),
    )

    def _read(self, value: object) -> str:
        if not isinstance(value, str):
            raise self.make_error("text")
        text = self._canonical(value)
        if not self.pattern.fullmatch(text):
            raise self.make_error("shape")
        return text

    def _canonical(self, text: str) -> str:
        return text


class Part(fields.Nested):
    """An object within a record."""

    default_error_messages = _PRESENCE | sentences(type=_OBJECT)

    def __init__(self, nested: Schema | type[Schema], *, optional: bool = False, **given: Any) -> None:
        """Nest a schema; ``optional`` as in ``Spoken``."""
        super().__init__(nested, **{**(_MAY if optional else _MUST), **given})


class Rows(fields.List[Any]):
    """A list of at least ``low`` and at most ``high`` objects or values."""

    default_error_messages = _PRESENCE | sentences(
        invalid=("此处应为列表（方括号）。", "Give a list here, in brackets."),
        length=("应有 {low} 至 {high} 行。", "Give {low} to {high} lines."),
    )

    def __init__(self, inner: fields.Field[Any], *, low: int = 0, high: int = 100_000, **given: Any) -> None:
        """List ``inner``; the list itself is always required."""
        super().__init__(inner, required=True, **given)
        self.low, self.high = low, high

    def _deserialize(self, value: Any, attr: str | None, data: Any, **given: Any) -> list[Any]:
        if isinstance(value, list) and not self.low <= len(value) <= self.high:
            raise self.make_error("length", low=self.low, high=self.high)
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **given)


class Record(Schema):
    """A strict record: unknown names are refused on the way in, missing attributes on the way out.

    An attribute ``..._fen`` is called ``..._yuan`` in JSON, as the journal does.
    """

    class Meta:
        """Refuse what was not declared."""

        unknown = RAISE

    error_messages = _OF_A_RECORD

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Name sums by their unit."""
        if field_name.endswith("_fen") and field_obj.data_key is None:
            field_obj.data_key = f"{field_name.removesuffix('_fen')}_yuan"

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Read what is to go out. Raises ``AttributeError`` if it is not there and may not be absent."""
        value = super().get_attribute(obj, attr, default)
        if value is missing or (value is None and not self.fields[attr].allow_none):
            raise AttributeError(f"{type(self).__name__}: {attr} is missing")
        return value
