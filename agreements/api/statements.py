"""Commitments and milestones: one row each, with its agreement and its evidence."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema_view
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from agreements import filters, stated
from agreements.api import schema
from agreements.api.freshness import fresh_answer, read_version
from agreements.api.list_shapes import CommitmentPageSerializer, MilestonePageSerializer
from agreements.api.lists import PLACE, Listing, listed, read_listing
from agreements.api.public import PublicView
from agreements.api.refusals import filters_refused
from agreements.api.schema import described
from agreements.models.card import CardQuerySet
from agreements.stated import COMMITMENTS, MILESTONES, Kind


def _takes(kind: Kind) -> frozenset[str]:
    return filters.PARAMETERS | PLACE | set(kind.filters)


def _repeats(kind: Kind) -> frozenset[str]:
    own = {name for name, narrowing in kind.filters.items() if narrowing.is_repeatable}
    return filters.REPEATABLE | own


def _described(kind: Kind, shape: type[Serializer[Any]], called: str) -> Callable[..., Any]:
    return extend_schema_view(
        get=described(
            shape,
            f"{called}, each with its agreement and evidence; the last recorded first",
            operation=f"list{called}",
            parameters=[*schema.own_filters(kind), *schema.FILTERS, *schema.CLOCKS, *schema.PLACE],
        )
    )


class _StatementList(PublicView):
    """One kind of statement of the agreements that a query asks for."""

    kind: ClassVar[Kind]

    def get(self, request: Request) -> HttpResponseBase:
        """Answer with one page."""
        version = read_version()
        asked = read_listing(request, version.changed_at)
        return fresh_answer(
            request, lambda: _body(self.kind, asked), as_of=asked.at.as_of, of=version
        )


@_described(COMMITMENTS, CommitmentPageSerializer, "Commitments")
class CommitmentList(_StatementList):
    """What parties owe each other, or expressly do not."""

    kind = COMMITMENTS
    takes = _takes(COMMITMENTS)
    repeats = _repeats(COMMITMENTS)


@_described(MILESTONES, MilestonePageSerializer, "Milestones")
class MilestoneList(_StatementList):
    """What happened to agreements, or is expected to."""

    kind = MILESTONES
    takes = _takes(MILESTONES)
    repeats = _repeats(MILESTONES)


def _body(kind: Kind, asked: Listing) -> bytes:
    found = _found(kind, asked)
    page = asked.page(found, stated.LATEST)
    count = found.count() if asked.is_counted else None
    rows = stated.told(kind, page.rows, asked.held.known_at)
    return listed(asked.head(page.following, page.preceding, count=count), rows)


def _found(kind: Kind, asked: Listing) -> CardQuerySet:
    with filters_refused():
        cards = asked.question().cards()
        return kind.held(cards, asked.request.query_params, asked.held.known_at)
