"""What is told of an agreement that does not stand, under the clocks asked for: where it went."""

from datetime import UTC

from django.db.models import Min
from django.urls import reverse
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.api.refusals import NotThenError, UnknownRecordError, WithdrawnError
from agreements.etags import CACHE_CONTROL
from agreements.filters import Clocks
from agreements.forwarding import forwarded
from agreements.models import Agreement, Card
from agreements.models.card import CardQuerySet
from agreements.surroundings import versions


def led_on(request: Request, key: str, at: Clocks, view: str) -> Response:
    """Lead on (308) from a merged agreement to the same view of the other, with the same query.

    The page of the agreement tells the same under the same clocks.

    Raises:
        WithdrawnError: it was known by then, and is held no longer.
        NotThenError: it is held, but had not begun on the day, or was not known yet.
        UnknownRecordError: the record never had it.
    """
    into = forwarded(key, known_at=at.known_at)
    if into is None:
        raise _why_absent(key, at)
    query = request.META.get("QUERY_STRING", "")
    address = reverse(view, args=[into]) + (f"?{query}" if query else "")
    response = Response({"merged_into": into}, status=308)
    response.headers["Location"] = request.build_absolute_uri(address)
    # A merge can be undone.
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def _why_absent(key: str, at: Clocks) -> APIException:
    number = Agreement.number(key)
    ever = Card.objects.filter(agreement=number or 0)
    known_from = ever.aggregate(first=Min("known_from"))["first"]
    if number is None or known_from is None:
        return UnknownRecordError(f"There is no agreement {key}.")
    if at.known_at is not None and at.known_at < known_from:
        return NotThenError(f"We knew nothing of {key} then, but have since {known_from:%Y-%m-%d}.")
    held = CardQuerySet(Card).held_at(at.known_at).filter(agreement=number)
    if held.exists():
        first = held.aggregate(first=Min("spans__first_day"))["first"]
        return NotThenError(f"{key} is known, but not before {first}.")
    last = versions(number, known_at=at.known_at)[-1].decision
    return WithdrawnError(key, last.at.astimezone(UTC), last.reason)
