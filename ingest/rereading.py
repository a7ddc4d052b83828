"""Read archived texts again after the reader has changed; what editors did stays."""

from collections import Counter

from agreements import intake
from ingest import reading
from ingest.translation import proposal, score


def reread() -> Counter[intake.Reread]:
    """Read every archived text again and offer what differs; returns how many of each outcome.

    A text that the model of today could not read is left for another time. Safe to run twice: the
    same reader finds what it has offered.
    """
    known = intake.known_parties()
    outcomes: Counter[intake.Reread] = Counter()
    for document_id, text in intake.texts():
        found = reading.read(
            text.text,
            published=text.published,
            title=text.title or None,
            publisher=text.publisher or None,
            about=f"document {document_id}",
        )
        if found.is_makeshift:
            continue
        records = [r for r in found.records if all(code in known for code in r.parties.value)]
        proposals = [(proposal(text.text, record), score(record)) for record in records]
        outcomes.update(intake.offer_again(document_id, proposals, reader_version=found.version))
    return outcomes
