"""What codes in agreements stand for: parties and the codebook of commitments, each given whole."""

from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.request import Request

from agreements import telling
from agreements.api.freshness import fresh_answer
from agreements.api.public import PublicView
from agreements.api.refusals import UnknownRecordError
from agreements.api.schema import CODE, described
from agreements.api.shapes import (
    CommitmentTypePageSerializer,
    PartyDetailSerializer,
    PartyPageSerializer,
)
from agreements.models import CommitmentType, Party


class PartyList(PublicView):
    """All parties, by code."""

    @described(PartyPageSerializer, "All parties, by code", operation="listParties")
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with every party that an agreement can have."""
        return fresh_answer(
            request, lambda: _all([_party(p) for p in Party.objects.order_by("code")])
        )


class PartyItem(PublicView):
    """One party."""

    @described(
        PartyDetailSerializer,
        "One party",
        operation="getParty",
        parameters=[CODE],
        may_be_absent=True,
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        """Answer with the party and the frameworks it has joined."""
        return fresh_answer(request, lambda: _party_body(code))


class CommitmentTypeList(PublicView):
    """The codebook: what a commitment can be about."""

    @described(
        CommitmentTypePageSerializer, "The codebook of commitments", operation="listCommitmentTypes"
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with every type, in the codebook's order."""
        types = CommitmentType.objects.order_by("position")
        return fresh_answer(request, lambda: _all([_commitment_type(t) for t in types]))


def _party_body(code: str) -> bytes:
    party = Party.objects.filter(code=code).first()
    if party is None:
        raise UnknownRecordError(f"There is no party {code}: codes are like UA, XK or EU.")
    joined = party.frameworks.order_by("adopted", "slug")
    told = _party(party) | {"frameworks": [telling.framework(each) for each in joined]}
    return telling.compact(told).encode()


def _party(party: Party) -> dict[str, Any]:
    return {
        "code": party.code,
        "iso3": party.iso3 or None,
        "iso_numeric": party.iso_numeric or None,
        "name": party.name,
        "kind": party.kind,
        "region": party.region,
        "capital": party.capital,
        "latitude": float(party.latitude),
        "longitude": float(party.longitude),
        "cow_code": party.cow_code,
        "cow_abbreviation": party.cow_abbreviation or None,
    }


def _commitment_type(entry: CommitmentType) -> dict[str, Any]:
    return {
        "code": entry.code,
        "group": entry.group,
        "name": entry.name,
        "definition": entry.definition,
        "atop": entry.atop or None,
        "dcad": entry.dcad or None,
    }


def _all(results: list[dict[str, Any]]) -> bytes:
    """Return the frame of a list around all there are: few enough for one page."""
    return telling.compact({"next": None, "previous": None, "results": results}).encode()
