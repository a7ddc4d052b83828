"""What was found, whole, in each format: ordered by agreement, however much it is."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, Final

from agreements.exports import copying
from agreements.exports.commitments import COMMITMENTS
from agreements.exports.copying import Asked
from agreements.exports.csvs import Cell, csv_lines
from agreements.exports.parquet import write_parquet
from agreements.exports.tables import AGREEMENTS
from agreements.models import Card, Party
from agreements.models.card import CardQuerySet

# As `cards.item` and `cards.row` have it, to the byte; unlike `substr`, `right` with a negative
# number counts no characters.
_STATUS: Final = "'{\"status\":\"' || w.status || '\",' || "
_ITEM: Final = _STATUS + "right(c.item_json, -1)"
_ROW: Final = _STATUS + "right(c.row_json, -1)"
_COMMITMENT: Final = (
    '\'{"agreement":{"key":"A-\' || c.agreement_id || \'","title":\' || to_json(c.title)'
    " || ',\"parties\":' || (c.row_json::json->'parties')::text"
    ' || \',"status":"\' || w.status || \'","signed":\''
    " || coalesce(to_json(nullif(c.signed, ''))::text, 'null') || '},' || right(e.told::text, -1)"
)
_COMMITMENTS: Final = (
    "CROSS JOIN LATERAL json_array_elements(c.item_json::json->'commitments')"
    " WITH ORDINALITY AS e(told, place)"
)
_HALF_WAY: Final = 180.0


def agreements_jsonl(found: CardQuerySet) -> Iterator[bytes]:
    """Yield each agreement as the API tells of it alone, with its evidence: one a line."""
    return copying.lines(found, Asked([f"{_ITEM} || E'\\n'"]))


def agreements_csv(found: CardQuerySet, site: str) -> Iterator[bytes]:
    """Yield the table `AGREEMENTS`; `site` is the address of the site, without a slash."""
    line = "w.csv_parts[1] || w.status || w.csv_parts[2] || %s || w.number || E'\\r\\n'"
    asked = Asked([line], [f"{site}/agreements/A-"], short="csv_parts")
    return chain(csv_lines(AGREEMENTS.header, ()), copying.lines(found, asked))


def listed_csv(cards: Iterable[Card], site: str) -> Iterator[bytes]:
    """Yield the same table of cards in another order; they must come from `standing_on`."""
    lines = (
        f"{card.csv_parts[0]}{card.status}{card.csv_parts[1]}"
        f"{site}/agreements/A-{card.agreement_id}\r\n".encode()
        for card in cards
    )
    return chain(csv_lines(AGREEMENTS.header, ()), copying.joined(lines))


def agreements_parquet(found: CardQuerySet, site: str, file: IO[bytes]) -> None:
    """Write the table `AGREEMENTS`."""
    read = copying.rows(found, Asked(["c.row_json", "w.status"]))
    stored = ((row or b"", (status or b"").decode()) for row, status in read)
    write_parquet(file, AGREEMENTS.columns, AGREEMENTS.rows(stored, site))


def agreements_geojson(found: CardQuerySet) -> Iterator[bytes]:
    """Yield each agreement, as a list has it, as a line between two capitals (RFC 7946)."""
    return chain(
        [b'{"type":"FeatureCollection","features":[\n'],
        copying.joined(_features(found)),
        [b"\n]}\n"],
    )


def commitments_jsonl(found: CardQuerySet) -> Iterator[bytes]:
    """Yield each commitment with its agreement and its evidence: one a line."""
    return copying.lines(found, _owed(f"{_COMMITMENT} || E'\\n'"))


def commitments_csv(found: CardQuerySet, site: str) -> Iterator[bytes]:
    """Yield the table `COMMITMENTS`."""
    return csv_lines(COMMITMENTS.header, commitment_rows(found, site))


def commitments_parquet(found: CardQuerySet, site: str, file: IO[bytes]) -> None:
    """Write the table `COMMITMENTS`."""
    write_parquet(file, COMMITMENTS.columns, commitment_rows(found, site))


def commitment_rows(found: CardQuerySet, site: str) -> Iterator[Sequence[Cell]]:
    """Yield the rows of the table `COMMITMENTS`."""
    lines = (line or b"" for (line,) in copying.rows(found, _owed(_COMMITMENT)))
    return COMMITMENTS.rows(lines, site)


def _owed(column: str) -> Asked:
    return Asked([column], more=_COMMITMENTS, then="e.place")


def _features(found: CardQuerySet) -> Iterator[bytes]:
    told = Party.objects.values_list("code", "longitude", "latitude")
    places = {code.encode(): (float(east), float(north)) for code, east, north in told}
    known: dict[tuple[bytes, bytes], bytes] = {}
    asked = Asked(["c.parties[1]", "c.parties[2]", "c.agreement_id::text", _ROW])
    between = b""
    for one, other, number, row in copying.rows(found, asked):
        pair = (one or b"", other or b"")
        if pair not in known:
            known[pair] = _line(places[pair[0]], places[pair[1]])
        yield b'%s{"type":"Feature","id":"A-%s","geometry":%s,"properties":%s}' % (
            between,
            number,
            known[pair],
            row,
        )
        between = b",\n"


def _line(one: tuple[float, float], other: tuple[float, float]) -> bytes:
    """Return the line between two places the shorter way, cut where it crosses 180 degrees."""
    (east, north), (to_east, to_north) = one, other
    if abs(to_east - east) <= _HALF_WAY:
        return _geometry("LineString", [one, other])
    edge = _HALF_WAY if east > 0 else -_HALF_WAY
    share = abs(edge - east) / abs(to_east + 2 * edge - east)
    latitude = round(north + (to_north - north) * share, 4)
    return _geometry("MultiLineString", [[one, (edge, latitude)], [(-edge, latitude), other]])


def _geometry(kind: str, coordinates: object) -> bytes:
    return json.dumps({"type": kind, "coordinates": coordinates}, separators=(",", ":")).encode()
