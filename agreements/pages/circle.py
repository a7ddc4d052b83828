"""The picture of a party among its partners: each by name, or a cluster for each region."""

from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import combinations
from operator import or_

from django.utils.translation import gettext_lazy, ngettext

from agreements.atlas.clusters import Cluster, draw_clusters
from agreements.atlas.network import MOST, Network, Node, draw_network
from agreements.models import Status
from agreements.pages.narrowing import pair_address
from agreements.partners import Partner, ties
from agreements.summaries import Place
from agreements.tally import Selection

STANDINGS = {
    "in-force": gettext_lazy("in force"),
    "signed": gettext_lazy("agreed or signed"),
    "negotiating": gettext_lazy("under negotiation"),
    "suspended": gettext_lazy("suspended"),
    "ended": gettext_lazy("ended"),
}


def draw_circle(
    everything: Selection,
    place: Place,
    found: Iterable[Partner],
    places: Mapping[str, Place],
    *,
    suffix: str,
) -> Network:
    """Draw up to sixty partners by name and bearing, more of them by region.

    `everything` are the agreements of all parties: the partners' own ties are among them.
    """
    drawn = [partner for partner in found if partner.code in places]
    here = (place.longitude, place.latitude)
    if len(drawn) > MOST:
        return _clusters(everything, place, drawn, places)
    nodes = [_node(place, partner, places[partner.code], suffix) for partner in drawn]
    between = ties(everything, [partner.code for partner in drawn])
    return draw_network(place.name, here, nodes, between)


def _node(ego: Place, partner: Partner, place: Place, suffix: str) -> Node:
    number = ngettext("%d agreement", "%d agreements", partner.count) % partner.count
    return Node(
        code=partner.code,
        name=place.name,
        place=(place.longitude, place.latitude),
        standing=partner.standing,
        label=f"{place.name}: {number}, {STANDINGS[partner.standing]}",
        address=pair_address(ego.code, partner.code) + suffix,
    )


def _clusters(
    everything: Selection, ego: Place, drawn: Iterable[Partner], places: Mapping[str, Place]
) -> Network:
    regions: dict[str, list[Partner]] = {}
    for partner in sorted(drawn, key=lambda partner: -partner.count):
        regions.setdefault(places[partner.code].region, []).append(partner)
    clusters = [
        Cluster(
            name=name,
            label=ngettext("%d partner", "%d partners", len(group)) % len(group),
            address=f"#partners-{name.lower()}",
            places=[(places[p.code].longitude, places[p.code].latitude) for p in group],
            standings=[partner.standing for partner in group],
        )
        for name, group in regions.items()
    ]
    here = (ego.longitude, ego.latitude)
    return draw_clusters(ego.name, here, clusters, _between(everything, regions))


def _between(
    everything: Selection, regions: Mapping[str, list[Partner]]
) -> dict[tuple[str, str], int]:
    """Return {(region, region): how many agreements in force their partners have between them}."""
    in_force = everything.standing_as([Status.IN_FORCE]).bits
    sets = everything.tally.columns["party"]
    rows = {
        name: in_force & reduce(or_, (sets[partner.code] for partner in group))
        for name, group in regions.items()
    }
    pairs = ((pair, (rows[pair[0]] & rows[pair[1]]).bit_count()) for pair in combinations(rows, 2))
    return {pair: count for pair, count in pairs if count}
