"""Domain values to JSON and back, for the parts that SQL never asks for."""

from datetime import date, datetime, time
from typing import Any, TypeVar

from cattrs.preconf.json import make_converter

from calendar_service.domain.span import DaySpan, Moment, Span, TimedSpan

Value = TypeVar("Value")

# Defaults are written out: one that changes later must not change what is stored.
_converter = make_converter()


def encode(value: object) -> dict[str, Any]:
    """Return a dataclass as JSON-ready values."""
    plain: dict[str, Any] = _converter.unstructure(value)
    return plain


def decode(plain: object, kind: type[Value]) -> Value:
    """Return the dataclass that `encode` was given.

    A field that is not there takes its default, and one that the class does not
    know is passed over: fields come and go, what is stored stays readable.
    """
    return _converter.structure(plain, kind)


def encode_moment(moment: Moment) -> str:
    """Return a day or wall time in ISO 8601; the T tells them apart."""
    return moment.isoformat()


def decode_moment(text: object, _kind: object = None) -> Moment:
    """Read what encode_moment wrote."""
    said = str(text)
    return datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)


def _decode_instant(value: str | datetime, _kind: object) -> datetime:
    """Read an instant from a column, where it is one already, or from JSON."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _decode_span(plain: dict[str, Any], _kind: object) -> Span:
    if "zone" in plain:
        return _converter.structure(plain, TimedSpan)
    return _converter.structure(plain, DaySpan)


def _encode_span(span: Span) -> dict[str, Any]:
    plain: dict[str, Any] = _converter.unstructure(span, type(span))
    return plain


_converter.register_structure_hook_func(lambda kind: kind == Moment, decode_moment)
_converter.register_unstructure_hook_func(lambda kind: kind == Moment, encode_moment)
_converter.register_structure_hook_func(lambda kind: kind == Span, _decode_span)
_converter.register_unstructure_hook_func(lambda kind: kind == Span, _encode_span)
_converter.register_structure_hook(datetime, _decode_instant)
_converter.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
_converter.register_unstructure_hook(time, time.isoformat)
