"""The page of a pair: everything between two parties."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import looking, partners, summaries
from agreements.models import Card
from agreements.pages import listing
from agreements.pages.asking import clock_suffix, read_query
from agreements.pages.balance_table import tabulate
from agreements.pages.lives import draw_lives
from agreements.pages.narrowing import FILTERS, list_address, not_narrowed, pair_address
from agreements.summaries import Place

_DRAWN: Final = 40
_LISTED: Final = 25
_NAMES_ROOM: Final = 400
_KINDS_ROOM: Final = 150


@require_safe
def pair_page(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """Show what two parties have between them: their time, what is owed, all agreements."""
    query = request.META.get("QUERY_STRING", "")
    right = reverse("country", args=[one.upper()])
    if one.upper() != other.upper():
        right = pair_address(one.upper(), other.upper())
    if right != request.path:
        return redirect(f"{right}?{query}" if query else right, permanent=True)
    asked = read_query(request)
    places = {place.code: place for place in summaries.places()}
    for code in (one, other):
        if code not in places:
            raise Http404(f"{code[:8]} is no party of this atlas")
    own = asked.selection(*FILTERS).between([one, other])
    words = listing.Words({p.code: p.name for p in places.values()}, summaries.commitment_names())
    cards = summaries.newest(own, _DRAWN)
    suffix = clock_suffix(asked.query)
    listed = list_address(asked.query, all_of=[f"{one},{other}"])
    context = {
        "notices": [*asked.notices, *not_narrowed(asked)],
        "at": suffix,
        "day": asked.clocks.as_of,
        "first": places[one],
        "second": places[other],
        "total": own.count(),
        "look": None if cards else looking.of(one, other, known_at=asked.clocks.known_at),
        "in_force": own.count_by_status().get("in_force", 0),
        "lives": draw_lives(
            cards,
            asked.clocks.as_of,
            name_of=_title,
            suffix=suffix,
            left=_NAMES_ROOM,
            right=_KINDS_ROOM,
        )
        if cards
        else None,
        "drawn": len(cards),
        "balances": tabulate(
            partners.balances(own, one, words.commitments),
            names=words.commitments,
            received=_way(places[other], places[one]),
            given=_way(places[one], places[other]),
            address=listed + "&commitment=",
        ),
        "listed": listed,
        "rows": [listing.read_row(card, words.commitments) for card in cards[:_LISTED]],
    }
    return render(request, "pages/pair.html", context)


def _way(debtor: Place, creditor: Place) -> str:
    return _("%(debtor)s to %(creditor)s") % {"debtor": debtor.name, "creditor": creditor.name}


def _title(card: Card) -> str:
    return card.title
