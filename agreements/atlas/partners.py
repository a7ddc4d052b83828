"""With whom one party has agreements, as a map names them: each with its newest agreement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from agreements import partners
from agreements.atlas.standing import STANDINGS, Standing
from agreements.models import Card
from agreements.models.card import CardQuerySet
from agreements.tally import Selection

_STANDINGS: Final = {standing.name: standing for standing in STANDINGS}


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner: how many agreements there are with it, and how the strongest of them stands.

    `key`, `title`, `signed` (EDTF) and `status` are of the newest agreement that stands so.
    """

    code: str
    name: str
    count: int
    standing: Standing
    key: str
    title: str
    signed: str
    status: str


def named_partners(selection: Selection, code: str, names: Mapping[str, str]) -> list[Partner]:
    """Return a party's partners, those with the newest agreement first; one query.

    `selection` are the agreements to look at, of this party and of others.
    """
    own = selection.of_any_party([code])
    such = {name: own.standing_as(each.statuses) for name, each in _STANDINGS.items()}
    of_card = {
        such[partner.standing].of_any_party([partner.code]).newest(1)[0]: partner
        for partner in partners.partners(own, code)
    }
    cards = CardQuerySet(Card).standing_on(own.day).filter(pk__in=list(of_card))
    newest_first = cards.only("agreement_id", "title", "signed").order_by(
        "-order_day", "-agreement"
    )
    found = []
    for card in newest_first:
        partner = of_card[card.pk]
        found.append(
            Partner(
                code=partner.code,
                name=names.get(partner.code, partner.code),
                count=partner.count,
                standing=_STANDINGS[partner.standing],
                key=f"A-{card.agreement_id}",
                title=card.title,
                signed=card.signed,
                status=card.status,
            )
        )
    return found
