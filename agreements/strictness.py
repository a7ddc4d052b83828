"""Bodies hold the fields that there are, and no others."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.serializers import Serializer

_SHOWN: Final = 60
_TOLD: Final = 20
# What JSON calls them.
_SHAPES: Final = {
    list: "an array",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}
Instance = TypeVar("Instance")


class StrictSerializer(Serializer[Instance]):
    """A serializer that refuses names without a meaning, each with the code `field.unknown`.

    What is no object at all is refused in JSON's own words, at its place.
    """

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:  # noqa: ANN401  DRF's
        """Refuse null, unless it has a meaning here."""
        if data is None and not self.allow_null:
            raise _no_object(data)
        return super().validate_empty_values(data)

    def to_internal_value(self, data: Any) -> Any:  # noqa: ANN401  DRF's
        """Return the values of the fields, or say which names there are."""
        if not isinstance(data, Mapping):
            raise _no_object(data)
        known = [name for name, field in self.fields.items() if not field.read_only]
        unknown = sorted(set(data) - set(known))
        if unknown:
            told = f"There is no field of this name; these are: {', '.join(known)}."
            raise ValidationError(
                {name[:_SHOWN]: [ErrorDetail(told, "field.unknown")] for name in unknown[:_TOLD]}
            )
        return super().to_internal_value(data)


def _no_object(data: object) -> ValidationError:
    shape = _SHAPES.get(type(data), "this")
    return ValidationError({"non_field_errors": [f"Send a JSON object here, not {shape}."]})
