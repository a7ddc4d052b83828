import pytest

from ingest.reader.mentions import parties
from ingest.reader.relations import groups
from ingest.reader.relations.groups import Group
from ingest.reader.text import prose


def found(text: str) -> tuple[Group, ...]:
    parsed = prose.parse(text)
    sentence = parsed.sentences[0].span
    return groups.find(parsed, sentence, parties.within(parties.find(parsed, None), sentence))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Japan and Chile signed", ("JP", "CL")),
        ("the US-Ukraine pact", ("US", "UA")),
        ("the Franco-German treaty", ("FR", "DE")),
        ("Latvia, Finland and the UK signed", ("LV", "FI", "GB")),
        ("Ukrainian President Volodymyr Zelenskyy and US President Joe Biden signed", ("UA", "US")),
        ("Britain's Keir Starmer and Poland's Donald Tusk signed", ("GB", "PL")),
        ("Filipino Defense Secretary Jane Roe and her Japanese counterpart signed", ("PH", "JP")),
    ],
)
def test_parties_named_together_are_one_group(text: str, codes: tuple[str, ...]) -> None:
    assert found(text)[0].codes == codes


def test_who_speaks_is_not_joined_to_who_signs() -> None:
    first, second = found("It left the pact with China, Sitiveni Rabuka said.")
    assert (first.codes, second.codes) == (("CN",), ("FJ",))


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("a pact with nine countries including Latvia and Finland", "with"),
        ("a pact between Latvia and Finland", "between"),
        ("it was signed by Latvia", "by"),
        ("guarantees for Latvia", "to"),
        ("then Latvia signed", ""),
    ],
)
def test_the_word_before_a_group_is_kept(text: str, link: str) -> None:
    assert found(text)[0].link == link


def test_a_sample_and_a_group_of_states_are_known() -> None:
    assert found("countries such as Latvia")[0].is_sample
    assert found("NATO and Latvia")[0].is_many
    assert not found("Latvia signed")[0].is_many
