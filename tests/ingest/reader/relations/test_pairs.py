import pytest

from ingest.reader.mentions import instruments, parties
from ingest.reader.relations import cues, groups, pairs
from ingest.reader.relations.binding import Binding
from ingest.reader.text import prose


def bound(text: str, hub: str = "") -> Binding | None:
    parsed = prose.parse(text)
    sentence = parsed.sentences[0].span
    mention = instruments.find(parsed)[0][0]
    here = groups.find(parsed, sentence, parties.within(parties.find(parsed, None), sentence))
    before = [one.span for one in cues.find(parsed, sentence) if one.span.end <= mention.span.start]
    return pairs.bind(parsed, mention, here, before[-1] if before else None, hub=hub)


@pytest.mark.parametrize(
    "text",
    [
        "Japan and Chile signed a defence pact.",
        "Japan signed a defence pact with Chile.",
        "A defence pact was signed by Japan and Chile.",
        "A defence pact between Tokyo and Santiago was signed.",
        "The Japan-Chile defence pact was signed.",
        "Japan's defence pact with Chile was signed.",
        "Japan is in talks with Chile on a defence pact.",
    ],
)
def test_the_two_parties_are_found(text: str) -> None:
    binding = bound(text)
    assert binding is not None
    assert binding.pairs == (("CL", "JP"),)


@pytest.mark.parametrize(
    "text",
    [
        "Japan, Chile and Peru signed a defence pact.",
        "The Japan-Chile-Peru defence pact was signed.",
        "A defence pact between Japan and the Baltic states was signed.",
        "Japan and Chile signed a defence pact with Peru.",
    ],
)
def test_three_or_more_parties_make_no_pair(text: str) -> None:
    binding = bound(text)
    assert binding is not None
    assert binding.is_blocked


def test_a_list_of_partners_makes_a_pair_each() -> None:
    binding = bound("Japan has signed defence pacts with Chile, Peru and the UK.")
    assert binding is not None
    assert binding.is_list
    assert binding.pairs == (("CL", "JP"), ("JP", "PE"), ("GB", "JP"))


def test_a_list_of_hosts_makes_a_pair_each() -> None:
    binding = bound("Many, including Chile and Peru, have signed defence pacts with Japan.")
    assert binding is not None
    assert binding.pairs == (("CL", "JP"), ("JP", "PE"))


def test_a_place_is_no_party() -> None:
    assert bound("A defence pact was signed in Paris.") is None


def test_two_names_in_a_sentence_are_only_a_guess() -> None:
    binding = bound("Japan may offer Chile a defence pact.")
    assert binding is not None
    assert not binding.is_explicit


def test_the_hub_stands_in_where_only_the_partner_is_named() -> None:
    assert bound("Talks on a defence pact with Chile go on.") is None
    binding = bound("Talks on a defence pact with Chile go on.", hub="JP")
    assert binding is not None
    assert binding.pairs == (("CL", "JP"),)


def test_who_guarantees_is_the_debtor() -> None:
    binding = bound("US security guarantees for Ukraine are near.")
    assert binding is not None
    assert (binding.pairs, binding.debtor) == ((("UA", "US"),), "US")
