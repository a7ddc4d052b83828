from datetime import date

from ingest.reader import read
from ingest.reader.records import Record


def found(text: str, publisher: str | None = None) -> dict[tuple[str, str], Record]:
    records = read(text, published=date(2024, 6, 13), publisher=publisher)
    return {record.parties.value: record for record in records}


def test_similar_agreements_are_of_security_like_what_they_are_similar_to() -> None:
    text = (
        "Japan signed a defence pact with Chile. Japan has similar agreements with Peru and Fiji."
    )
    records = found(text)
    assert set(records) == {("CL", "JP"), ("JP", "PE"), ("FJ", "JP")}
    assert records["JP", "PE"].salience == "list"
    assert records["JP", "PE"].status.value == "signed"


def test_similar_agreements_alone_are_of_nothing() -> None:
    assert found("Japan has similar agreements with Peru and Fiji.") == {}


def test_an_untitled_memorandum_is_of_security_by_what_it_holds() -> None:
    text = "Under a 10-year memorandum signed in 2016, Japan provides Chile with military aid."
    assert found(text)["CL", "JP"].kind is None


def test_an_untitled_memorandum_on_milk_is_not() -> None:
    text = "Under a 10-year memorandum signed in 2016, Japan provides Chile with milk."
    assert found(text) == {}


def test_a_treaty_that_is_named_later_was_signed_before() -> None:
    text = "Australia and Vanuatu signed a treaty on Tuesday. The Nakamal Agreement is worth much."
    record = found(text)["AU", "VU"]
    assert record.signed is not None
    assert record.signed.value == "2024-06-11"


def test_it_goes_on_about_the_instrument() -> None:
    text = "Japan and Chile signed a defence pact. It entered into force on June 10."
    assert found(text)["CL", "JP"].status.value == "in_force"


def test_a_government_release_speaks_of_itself_and_its_guest() -> None:
    text = "We welcome the president of Vanuatu. We agreed to begin talks on a security treaty."
    assert set(found(text, publisher="Government of Australia")) == {("AU", "VU")}


def test_a_newspaper_does_not_speak_for_its_country() -> None:
    text = "We welcome the president of Vanuatu. We agreed to begin talks on a security treaty."
    assert found(text, publisher="Australia Weekly") == {}


def test_the_article_is_about_what_it_tells_first_and_most() -> None:
    text = (
        "Japan and Chile signed a defence pact. The pact covers demining. The pact is new. "
        "Peru signed a defence treaty with Ghana in 1999."
    )
    saliences = {pair: record.salience for pair, record in found(text).items()}
    assert saliences == {("CL", "JP"): "main", ("GH", "PE"): "secondary"}
