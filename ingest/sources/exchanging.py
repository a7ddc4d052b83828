"""Lists of sources, as feed readers give them to each other, in and out."""

from dataclasses import dataclass
from typing import Final

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ingest.feeds import Outline, read_opml, write_opml
from ingest.fetch import parse_address
from ingest.models import Source
from ingest.sources.keeping import poll_now

_LONGEST_LANGUAGE: Final = 35
_LONGEST_NAME: Final = 200
# In its one spelling an address may be six times as long as it was written.
_LONGEST: Final = 2000
_ADDRESS: Final = "link.address"
# What has an address that others can use too.
_ON_THE_WEB: Final = (Source.Kind.FEED, Source.Kind.SITEMAP, Source.Kind.PAGE)


class Outcome(models.TextChoices):
    """What became of a line."""

    TAKEN = "taken", _("Taken")
    KNOWN = "known", _("Known already")
    REFUSED = "refused", _("Refused")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: `source` is the number of its source, `code` says why there is none."""

    name: str
    address: str
    outcome: Outcome
    source: int | None = None
    code: str = ""


@transaction.atomic
def take_in(body: bytes, *, editor: int, is_on: bool) -> list[Line]:
    """Store the sources of an OPML list that are new; returns each line with what became of it.

    Those that are there stay as they are. Costs the same number of queries however long it is.

    Raises:
        Unusable: it is no such list.
    """
    listed = read_opml(body)
    spelled = {parse_address(each.address).url: each for each in listed.outlines}
    outlines = {address: each for address, each in spelled.items() if len(address) <= _LONGEST}
    known = _numbers(outlines)
    fresh = [
        _source(outline, address, editor, is_on=is_on)
        for address, outline in outlines.items()
        if address not in known
    ]
    Source.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    numbers = _numbers(outlines)
    if is_on:
        poll_now([number for address, number in numbers.items() if address not in known])
    lines = [
        Line(
            outline.name,
            address,
            Outcome.KNOWN if address in known else Outcome.TAKEN,
            numbers[address],
        )
        for address, outline in outlines.items()
    ]
    too_long = [each.name for address, each in spelled.items() if address not in outlines]
    bad = [*((name, _ADDRESS) for name in too_long), *((b.name, b.code) for b in listed.refused)]
    return lines + [Line(name, "", Outcome.REFUSED, code=code) for name, code in bad]


def give_out() -> bytes:
    """Return all sources that are on the web as an OPML list, those that are off too."""
    sources = Source.objects.filter(kind__in=_ON_THE_WEB)
    return write_opml(map(_outline, sources), title="Accord Atlas", now=timezone.now())


def _numbers(addresses: dict[str, Outline]) -> dict[str, int]:
    found = Source.objects.filter(address__in=list(addresses))
    return dict(found.values_list("address", "pk"))


def _source(outline: Outline, address: str, editor: int, *, is_on: bool) -> Source:
    is_known = outline.reliability in Source.Reliability.values
    return Source(
        name=outline.name[:_LONGEST_NAME],
        kind=outline.kind if outline.kind in _ON_THE_WEB else Source.Kind.FEED,
        address=address,
        publisher=outline.publisher[:_LONGEST_NAME],
        language=outline.language if len(outline.language) <= _LONGEST_LANGUAGE else "",
        reliability=outline.reliability if is_known else Source.Reliability.OTHER,
        is_on=is_on,
        made_by_id=editor,
    )


def _outline(source: Source) -> Outline:
    return Outline(
        name=source.name,
        address=source.address,
        kind=source.kind,
        publisher=source.publisher,
        language=source.language,
        reliability=source.reliability,
    )
