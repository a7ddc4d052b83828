import pytest

from ingest.reader import read
from ingest.reader.records import Commitment
from ingest.reader.values.directions import one_way


def promised(text: str, code: str) -> Commitment:
    (record,) = read(text)
    return next(one for one in record.commitments if one.type == code)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("Chile will provide weapons", "military_aid"),
        ("Chile pledges to train soldiers", "military_training"),
    ],
)
def test_who_will_give_owes_it(told: str, code: str) -> None:
    text = f"Chile and Estonia signed a defence pact on Monday. Under the pact {told}."
    one = promised(text, code)
    assert (one.direction, one.debtor, one.creditor) == ("one_way", "CL", "EE")


def test_who_is_given_access_is_owed_it() -> None:
    one = promised(
        "Chile and Estonia signed a defence pact that gives Chile access to military bases.",
        "force_presence",
    )
    assert (one.direction, one.debtor, one.creditor) == ("one_way", "EE", "CL")


@pytest.mark.parametrize(
    "told",
    [
        "Estonian troops will be stationed in the south",
        "Estonia will send soldiers",
        "Estonian soldiers may train on Chilean soil",
    ],
)
def test_who_sends_forces_is_owed_their_stay(told: str) -> None:
    text = f"Chile and Estonia signed a defence pact on Monday. Under the pact {told}."
    one = promised(text, "force_presence")
    assert (one.direction, one.debtor, one.creditor) == ("one_way", "CL", "EE")


def test_what_is_told_of_a_name_gives_its_direction() -> None:
    text = (
        "Chile and Estonia signed a status of forces agreement on Monday. Under it, Estonian "
        "troops will be stationed in the south."
    )
    one = promised(text, "force_presence")
    assert (one.direction, one.debtor, one.creditor) == ("one_way", "CL", "EE")


def test_what_both_do_together_is_mutual() -> None:
    one = promised(
        "Chile and Estonia signed a defence pact that provides for joint exercises.",
        "joint_exercises",
    )
    assert (one.direction, one.debtor, one.creditor) == ("mutual", None, None)


def test_where_the_text_does_not_say_nobody_owes_it() -> None:
    one = promised(
        "Chile and Estonia signed a defence pact. The pact covers cyber defence.", "cyber_security"
    )
    assert (one.direction, one.debtor, one.creditor) == ("not_stated", None, None)


def test_a_third_party_owes_nothing() -> None:
    assert one_way("FJ", ("CL", "EE")).direction == "not_stated"
