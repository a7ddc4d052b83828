"""The parties and the commitment types that there are; read once in a change of the record."""

from collections.abc import Mapping

from agreements.models import CommitmentType, Party
from agreements.reading import throughout


def party_names() -> Mapping[str, str]:
    """Return {party code: name}; one query."""
    return throughout(party_names, _party_names)


def commitment_groups() -> Mapping[str, str]:
    """Return {commitment type: the group it belongs to}; one query."""
    return throughout(commitment_groups, _commitment_groups)


def _party_names() -> dict[str, str]:
    return dict(Party.objects.order_by().values_list("code", "name"))


def _commitment_groups() -> dict[str, str]:
    return dict(CommitmentType.objects.order_by().values_list("code", "group"))
