import pytest

from ingest.reader.relations import cues
from ingest.reader.text import prose


def moods(text: str) -> list[tuple[str, str]]:
    parsed = prose.parse(text)
    return [(cue.family, cue.mood) for cue in cues.find(parsed, parsed.sentences[0].span)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("they signed it", ("sign", "done")),
        ("Fiji, Tonga sign it", ("sign", "done")),
        ("they will sign it", ("sign", "ahead")),
        ("it is expected to be signed", ("sign", "ahead")),
        ("nearing the signing", ("sign", "ahead")),
        ("will hold talks", ("negotiate", "done")),
        ("they hope to sign it", ("sign", "wished")),
        ("they could sign it", ("sign", "wished")),
        ("they never signed it", ("sign", "denied")),
        ("will meet on Sunday and sign it", ("sign", "ahead")),
        ("it was ratified", ("ratify", "done")),
        ("it awaits ratification", ("ratify", "ahead")),
        ("parliament approved it", ("ratify", "done")),
        ("the two leaders approved it", ("approve", "done")),
        ("it entered into force", ("force", "done")),
        ("it must still be approved by parliament", ("ratify", "ahead")),
        ("it was scrapped", ("end", "done")),
        ("it will not be renewed", ("end", "done")),
        ("it may not be renewed", ("working", "done")),
        ("they threatened to scrap it", ("working", "done")),
        ("the lower house approved it", ("ratify", "ahead")),
        ("before it takes effect", ("force", "ahead")),
        ("before it was signed", ("sign", "done")),
        ("it must also be ratified", ("ratify", "ahead")),
        ("the signing of it was postponed", ("sign", "ahead")),
        ("they wrapped up talks on it", ("agree", "done")),
    ],
)
def test_a_status_word_has_its_mood(text: str, expected: tuple[str, str]) -> None:
    assert expected in moods(text)


def test_an_assignment_is_no_signing() -> None:
    assert moods("they assigned designs") == []


@pytest.mark.parametrize(
    "text",
    ["I want to stress it", "he turned down an offer of it", "by the end of the year"],
)
def test_words_that_tell_no_status(text: str) -> None:
    assert not {"propose", "end"} & {family for family, _ in moods(text)}


def test_talks_that_are_denied_are_denied() -> None:
    assert ("negotiate", "denied") in moods("he denied that negotiations had begun")
