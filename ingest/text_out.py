"""Texts in answers to programs."""

from typing import Any

from rest_framework.serializers import CharField


class TextOut(CharField):
    """A text that may be absent: empty in our tables, null in answers."""

    def __init__(self, **told: Any) -> None:  # noqa: ANN401  what DRF takes
        """Take what DRF takes; it is only read."""
        super().__init__(read_only=True, allow_null=True, **told)

    def to_representation(self, value: str) -> str | None:  # type: ignore[override]  # DRF's has no null
        """Return the text, null for none."""
        return super().to_representation(value) or None
