"""With whom one party has agreements, and how the strongest of each pair stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agreements.atlas.standing import STANDINGS, Standing
from agreements.models import Card
from agreements.tally import Selection


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner: how many agreements there are with it, and how the strongest of them stands.

    `key`, `title` and `signed` (EDTF) are of the newest agreement that stands so.
    """

    code: str
    name: str
    count: int
    standing: Standing
    key: str
    title: str
    signed: str


def partners(selection: Selection, code: str, names: Mapping[str, str]) -> list[Partner]:
    """Return a party's partners, those with the newest agreement first; one query.

    `selection` are the agreements to look at, of this party and of others.
    """
    own = selection.of_any_party([code])
    counts = own.count_by("party")
    strongest = {card: (other, standing) for other, standing, card in _strongest(own, code)}
    cards = Card.objects.filter(pk__in=list(strongest)).order_by("-order_day", "-agreement")
    found = []
    for pk, agreement, title, signed in cards.values_list("pk", "agreement", "title", "signed"):
        other, standing = strongest[pk]
        name, key = names.get(other, other), f"A-{agreement}"
        found.append(Partner(other, name, counts[other], standing, key, title, signed))
    return found


def _strongest(own: Selection, code: str) -> Iterable[tuple[str, Standing, int]]:
    """Yield each partner, its standing, and the number of the newest card that stands so."""
    seen = {code}
    for standing in STANDINGS:
        such = own.standing_as(standing.statuses)
        for other in such.count_by("party"):
            if other not in seen:
                seen.add(other)
                yield other, standing, such.of_any_party([other]).newest(1)[0]
