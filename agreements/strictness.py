"""Bodies hold the fields that there are, and no others."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.serializers import Serializer

_SHOWN: Final = 60
_TOLD: Final = 20
Instance = TypeVar("Instance")


class StrictSerializer(Serializer[Instance]):
    """A serializer that refuses names without a meaning, each with the code `field.unknown`."""

    def to_internal_value(self, data: Any) -> Any:  # noqa: ANN401  DRF's
        """Return the values of the fields, or say which names there are."""
        known = [name for name, field in self.fields.items() if not field.read_only]
        unknown = sorted(set(data) - set(known)) if isinstance(data, Mapping) else []
        if unknown:
            told = f"There is no field of this name; these are: {', '.join(known)}."
            raise ValidationError(
                {name[:_SHOWN]: [ErrorDetail(told, "field.unknown")] for name in unknown[:_TOLD]}
            )
        return super().to_internal_value(data)
