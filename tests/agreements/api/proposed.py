"""A proposal as programs send it, for tests."""

from typing import Any

from django.test import Client

TEXT = (
    "Kenya and Fiji signed the Harbour Pact in Suva on 2 March 2026. Kenya will train Fiji's coast "
    "guard. The pact does not commit either side to defend the other."
)
DRAFTS = "/api/v1/drafts"


def words(quote: str, text: str = TEXT) -> dict[str, Any]:
    """Return a quote with its place."""
    start = text.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote)}


def proposal(**other: Any) -> dict[str, Any]:  # noqa: ANN401  any JSON
    """Return what the text tells, but for what is given."""
    told = {
        "document": {
            "text": TEXT,
            "url": "https://ledger.example/pact",
            "publisher": "The Suva Ledger",
            "published": "2026-03-03",
        },
        "parties": ["KE", "FJ"],
        "terms": [{"name": "title", "value": "Harbour Pact", "evidence": [words("Harbour Pact")]}],
        "milestones": [
            {
                "kind": "signed",
                "date": "2026-03-02",
                "place": "Suva",
                "evidence": [words("signed the Harbour Pact in Suva on 2 March 2026")],
            }
        ],
        "commitments": [
            {
                "type": "military_training",
                "direction": "one_way",
                "debtor": "KE",
                "creditor": "FJ",
                "strength": "intent",
                "evidence": [words("Kenya will train Fiji's coast guard")],
            }
        ],
    }
    return told | other


def plain() -> dict[str, Any]:
    """Return a proposal that the few parties of `tests.cast` are enough for."""
    return proposal(parties=["JP", "PL"], commitments=[])


def send(client: Client, address: str, body: object, **headers: str) -> Any:  # noqa: ANN401  an answer
    """Post JSON; headers are named with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(address, body, content_type="application/json", headers=named)
