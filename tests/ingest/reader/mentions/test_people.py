import pytest

from ingest.reader.mentions import parties, people
from ingest.reader.text import prose


def learned(text: str) -> list[tuple[str, str]]:
    page = prose.parse(text)
    told = parties.find(page, None)
    new = [one for one in people.find(page, told) if one not in told]
    return [(page.plain[one.span.start : one.span.end], one.code) for one in new]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zambian Defence Minister Ambrose Kalumba spoke. Kalumba left.", ("Kalumba", "ZM")),
        ("Kenya's army chief Gen. Peter Wanjala spoke. Wanjala left.", ("Wanjala", "KE")),
        ("South Korean Defense Minister Ryu Dong-hwan spoke. Ryuji left. Ryu left.", None),
        ("Chinese Defence Minister Zhang Weiming spoke. Then Zhang left.", ("Zhang", "CN")),
    ],
)
def test_a_family_name_stands_for_the_state_of_its_bearer(
    text: str, expected: tuple[str, str] | None
) -> None:
    assert (expected in learned(text)) if expected else learned(text) == []


def test_a_name_that_two_states_share_stands_for_none() -> None:
    text = "Kenyan President John Banda met Malawian President Joyce Banda. Banda left."
    assert ("Banda", "KE") not in learned(text)
    assert ("Banda", "MW") not in learned(text)


def test_somebody_else_of_the_name_is_left_out() -> None:
    text = "Zambian Defence Minister Ambrose Kalumba spoke. A nurse, Mary Kalumba, listened."
    assert learned(text) == []
