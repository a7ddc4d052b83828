import pytest

from ingest.reader.drafts.draft import Draft
from ingest.reader.drafts.walk import Walk
from ingest.reader.relations.page import Hints, Page
from ingest.reader.text import prose


def drafts(text: str) -> list[Draft]:
    return Walk(Page(prose.parse(text), Hints(None, None, None))).drafts.all


def test_a_second_mention_is_of_the_same_instrument() -> None:
    (draft,) = drafts("Japan and Chile signed a defence pact. The pact is new. The treaty helps.")
    assert len(draft.mentions) == 3


@pytest.mark.parametrize(
    "second",
    [
        "Japan and Chile signed the 1951 Defence Treaty too.",
        "Japan and Chile signed a memorandum of understanding on cyber security.",
        "Japan and Chile signed a separate defence pact.",
        "Japan and Chile signed a logistics agreement.",
    ],
)
def test_another_instrument_of_the_same_pair_is_kept_apart(second: str) -> None:
    first = "Japan and Chile signed a visiting forces agreement. "
    assert len(drafts(first + second)) == 2


def test_an_old_treaty_is_kept_apart_from_a_new_pact() -> None:
    text = (
        "Japan and Chile signed a defence pact on Thursday. "
        "Japan and Chile signed the Blue Friendship Pact on security in 2006."
    )
    assert [draft.title.is_proper for draft in drafts(text)] == [False, True]


def test_a_barred_instrument_ends_what_the_pact_points_to() -> None:
    text = (
        "Japan and Chile signed a defence pact. A trade agreement followed. The agreement is new."
    )
    (draft,) = drafts(text)
    assert len(draft.mentions) == 1


def test_a_pact_of_another_pair_is_another_instrument() -> None:
    text = "Japan and Chile signed a defence pact. Peru and Ghana signed a defence pact."
    assert [draft.pair for draft in drafts(text)] == [("CL", "JP"), ("GH", "PE")]
