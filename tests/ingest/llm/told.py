"""What a model tells of a text of our own, to be changed test by test."""

from typing import Any

TEXT = (
    "Norland and Estmark are in the news again.\n\n"
    "Estonia and Japan signed a ten-year security agreement in Tallinn on 4 March 2026, "
    "officials said. The agreement \u201cprovides for joint\u00a0exercises \u2013 and "
    "training\u201d by Japan and is worth 50 million euros for air defence. It is not "
    "legally binding and entered into force on 1 May 2026. It does not oblige "
    "Japan to send troops.\n\n"
    "Estonia and Japan also spoke of a second accord, which was signed in 2019."
)


def value(told: object, quote: str) -> dict[str, Any]:
    return {"value": told, "quote": quote}


def promise(code: str, quote: str, **more: object) -> dict[str, Any]:
    told = {"type": code, "held": "made", "direction": "mutual", "debtor": None, "creditor": None}
    return told | {"strength": "mentioned", "quote": quote} | more


def record(**more: object) -> dict[str, Any]:
    """A record that `TEXT` proves in every value."""
    told = {
        "parties": {"codes": ["JP", "EE"], "quote": "Estonia and Japan"},
        "title": {"quote": "ten-year security agreement"},
        "kind": value("security_agreement", "security agreement"),
        "status": value("in_force", "entered into force"),
        "signed": value("2026-03-04", "on 4 March 2026"),
        "expected_signing": None,
        "in_force": value("2026-05-01", "entered into force on 1 May 2026"),
        "ended": None,
        "duration_years": value(10, "ten-year"),
        "legally_binding": value(told=False, quote="not legally binding"),
        "place": {"quote": "Tallinn"},
        "commitments": [
            promise("joint_exercises", "joint exercises"),
            promise(
                "military_training", "training", direction="one_way", debtor="JP", creditor="EE"
            ),
            promise(
                "force_presence",
                "does not oblige Japan to send troops",
                held="excluded",
                direction="not_stated",
            ),
        ],
        "amounts": [
            {
                "value": 50_000_000,
                "currency": "EUR",
                "what": "air defence",
                "quote": "50 million euros",
            }
        ],
        "salience": "main",
    }
    return told | more
