"""The views of the plain way: prefetched models, pages by number or by Django REST's cursors."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from rest_framework import generics, pagination
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer

from agreements.models import Agreement, Commitment, Evidence, Link, Milestone, Term
from bench.reference import ItemSerializer, RowSerializer


class ByPageNumber(pagination.PageNumberPagination):
    """Pages by number, counted."""

    page_size = 50


class ByCursor(pagination.CursorPagination):
    """Pages by cursor."""

    page_size = 50
    ordering = ("-order_day", "-id")


class _View(generics.GenericAPIView[Agreement]):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)
    lookup_field = "pk"

    def get_queryset(self) -> QuerySet[Agreement]:
        return rows() if self.serializer_class is RowSerializer else items()


class PagesView(_View, generics.ListAPIView[Agreement]):
    """The list by page numbers."""

    serializer_class = RowSerializer
    pagination_class = ByPageNumber


class CursorsView(_View, generics.ListAPIView[Agreement]):
    """The list by cursors."""

    serializer_class = RowSerializer
    pagination_class = ByCursor


class ItemView(_View, generics.RetrieveAPIView[Agreement]):
    """One agreement."""

    serializer_class = ItemSerializer


def rows() -> QuerySet[Agreement]:
    """Return the agreements that stand today, newest first, with what a row tells of them."""
    return _standing().prefetch_related(*_open(Milestone, Commitment, Term))


def items() -> QuerySet[Agreement]:
    """Return the same with all that is held of them."""
    quotes = Evidence.objects.filter(known_to=None).order_by("pk").select_related("document")
    shown = Prefetch("evidence", quotes.defer("document__text"), to_attr="open_evidence")
    return _standing().prefetch_related(*_open(Milestone, Commitment, Term, Link, shown=shown))


def _standing() -> QuerySet[Agreement]:
    today = datetime.now(UTC).date()
    lasting = Q(cards__spans__end_day=None) | Q(cards__spans__end_day__gt=today)
    standing = Agreement.objects.filter(
        lasting, cards__known_to=None, cards__spans__first_day__lte=today
    )
    told = standing.annotate(order_day=F("cards__order_day"), status=F("cards__spans__status"))
    return told.select_related("first_party", "second_party").order_by("-order_day", "-pk")


def _open(*models: Any, shown: Prefetch[Any] | None = None) -> list[Prefetch[Any]]:
    found = []
    for model in models:
        name = f"{model.__name__.lower()}s"
        held = model.objects.filter(known_to=None).order_by("pk")
        proven = held.prefetch_related(shown) if shown else held
        found.append(Prefetch(name, proven, to_attr=f"open_{name}"))
    return found
