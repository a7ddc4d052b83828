"""A party among its partners, drawn."""

import itertools
import re

from agreements.atlas.clusters import Cluster, draw_clusters
from agreements.atlas.network import MOST, Node, draw_network

KYIV = (30.52, 50.43)


def node(code: str, longitude: float, latitude: float, standing: str = "in-force") -> Node:
    address = f"/pairs/{code}/UA"
    return Node(code, f"<{code}>", (longitude, latitude), standing, f"{code}: 1", address)


def crowd(number: int) -> list[Node]:
    return [node(f"P{i:02}", -170 + 340 * i / number, -60 + (i * 37) % 120) for i in range(number)]


def seats(marks: str) -> dict[str, tuple[float, float]]:
    found = re.findall(r'pairs/(\w+)/UA"[^>]*><circle [^>]*cx="([\d.]+)" cy="([\d.]+)"', marks)
    return {code: (float(x), float(y)) for code, x, y in found}


def test_partners_stand_where_they_lie() -> None:
    drawn = draw_network(
        "Ukraine",
        KYIV,
        [node("N", 30, 70), node("E", 90, 45), node("S", 30, 0), node("W", 0, 48)],
        {},
    )
    at = seats(drawn.marks)
    middle = drawn.height / 2
    assert min(at, key=lambda code: at[code][1]) in {"N", "E"}
    assert at["E"][0] > 320
    assert at["W"][0] < 320
    assert at["N"][1] < middle < at["S"][1]


def test_names_on_one_side_never_share_a_line() -> None:
    for number in (1, 2, 3, 7, 20, MOST):
        at = seats(draw_network("Ukraine", KYIV, crowd(number), {}).marks)
        assert len(at) == number
        for side in (True, False):
            heights = sorted(y for x, y in at.values() if (x >= 320) == side)
            gaps = [low - high for high, low in itertools.pairwise(heights)]
            assert min(gaps, default=99) >= 13


def test_it_is_the_same_picture_every_time_and_names_are_escaped() -> None:
    first = draw_network("<Ego>", KYIV, crowd(20), {("P01", "P02"): 2})
    assert first == draw_network("<Ego>", KYIV, list(reversed(crowd(20))), {("P01", "P02"): 2})
    assert "&lt;Ego&gt;" in first.marks
    assert "<P01>" not in first.marks


def test_only_the_closest_ties_are_drawn_and_all_are_counted() -> None:
    names = [f"P{i:02}" for i in range(MOST)]
    ties = {(a, b): 1 for i, a in enumerate(names) for b in names[i + 1 :]}
    drawn = draw_network("Ukraine", KYIV, crowd(MOST), ties)
    assert (drawn.ties, drawn.all_ties) == (400, len(ties))
    assert drawn.marks.count("net__tie") == 1


def test_a_partner_without_force_is_a_ring_and_a_dashed_line() -> None:
    marks = draw_network("Ukraine", KYIV, [node("A", 0, 0, "negotiating")], {}).marks
    assert "net__node--negotiating" in marks
    assert "net__spoke--negotiating" in marks


def test_a_cluster_has_a_dot_for_each_partner() -> None:
    places = [(10.0, 50.0)] * 5
    standings = ["in-force"] * 3 + ["ended"] * 2
    europe = Cluster("Europe", "5 partners", "#partners-europe", places, standings)
    asia = Cluster("Asia", "1 partner", "#partners-asia", [(100.0, 40.0)], ["in-force"])
    marks = draw_clusters("Ukraine", KYIV, [europe, asia], {("Asia", "Europe"): 9}).marks
    dots = re.findall(r'net__dots--([\w-]+)" d="([^"]+)"', marks)
    assert sorted((standing, d.count("h0")) for standing, d in dots) == [
        ("ended", 2),
        ("in-force", 1),
        ("in-force", 3),
    ]
    assert 'href="#partners-europe"' in marks


def test_the_name_of_a_full_cluster_at_the_top_is_not_cut_off() -> None:
    crowded = [
        Cluster(n, "54 partners", "#", [(30.0, y)] * 54, ["in-force"] * 54)
        for n, y in (("North", 80.0), ("South", -60.0))
    ]
    marks = draw_clusters("Ukraine", KYIV, crowded, {}).marks
    heights = [float(y) for y in re.findall(r'net__region" x="[\d.]+" y="([\d.]+)"', marks)]
    assert min(heights) >= 14
