"""The columns of the researchers' tables: one meaning for CSV, Stata and codebook."""

from typing import Final

from agreements.exports.tables import Column
from agreements.models import AgreementKind, CommitmentType

_RULE: Final = "1 if such an agreement was in force on any day of the year."
_STATUS: Final = "statuses of the agreements, computed from their milestones"
# Our kinds under the names of their columns.
KINDS: Final = {
    "sofa": AgreementKind.STATUS_OF_FORCES,
    "infosec": AgreementKind.INFORMATION_SECURITY,
    "logistics": AgreementKind.LOGISTICS,
    "access": AgreementKind.RECIPROCAL_ACCESS,
    "guarantee": AgreementKind.SECURITY_GUARANTEES,
    "partnership": AgreementKind.PARTNERSHIP,
    "declaration": AgreementKind.DECLARATION,
    "memorandum": AgreementKind.MEMORANDUM,
}
# Kinne's general and sector agreements, by our kinds.
GENERAL: Final = frozenset({AgreementKind.DEFENCE_COOPERATION})
SECTOR: Final = frozenset(
    {
        AgreementKind.STATUS_OF_FORCES,
        AgreementKind.INFORMATION_SECURITY,
        AgreementKind.LOGISTICS,
    }
)
# ATOP's variables, by our commitment types; we have none for offense.
ATOP: Final = {
    "neutral": "neutrality",
    "nonagg": "non_aggression",
    "consul": "consultation",
}


def _flag(name: str, definition: str, source: str = _STATUS) -> Column:
    return Column(name, "flag", definition, "0, 1; empty: not known", source)


def _number(name: str, definition: str, source: str = _STATUS) -> Column:
    return Column(name, "integer", definition, "empty: not known", source)


def _state(side: int, about: str) -> list[Column]:
    ending, listed = str(side), f"_{side}"
    return [
        Column(f"stateabb{ending}", "string", f"COW abbreviation, {about}", "", "parties"),
        Column(f"iso3{listed}", "string", f"ISO 3166-1 alpha-3, {about}", "", "parties"),
        Column(f"iso2{listed}", "string", f"ISO 3166-1 alpha-2, {about}", "", "parties"),
        Column(f"gwno{ending}", "integer", f"Gleditsch-Ward number, {about}", "", "parties"),
    ]


def _places(first: str, second: str) -> list[Column]:
    return [
        Column("ccode1", "integer", f"COW number, {first}", "2 to 990", "parties"),
        Column("ccode2", "integer", f"COW number, {second}", "2 to 990", "parties"),
        Column("year", "integer", "Calendar year", "1816 to the year of the data", ""),
        Column("dyad", "integer", "ccode1 * 1000 + ccode2", "", ""),
        *_state(1, first),
        *_state(2, second),
    ]


def _obligations() -> list[Column]:
    defense = "A pledge of mutual defence, as ATOP's defense: by a text that may be legally binding"
    return [
        _flag("defense", f"{defense}. {_RULE}", "commitment type mutual_defence"),
        _flag("offense", "As in ATOP; no type of ours has this meaning: always 0", ""),
        *(
            _flag(name, f"As ATOP's {name}. {_RULE}", f"commitment type {code}")
            for name, code in ATOP.items()
        ),
        _flag("defense_nb", "Mutual defence, only by texts that do not bind in law", "the same"),
    ]


def commitment_columns() -> list[Column]:
    """Return a column for each commitment type; one query."""
    types = CommitmentType.objects.order_by("position")
    return [_flag(f"c_{t.code}", f"{t.name}. {_RULE}", f"commitment type {t.code}") for t in types]


def _lasting() -> list[Column]:
    return [
        _flag("binding", "1 if an agreement in force binds in law; 0 if all are said not to"),
        _number("days_inforce", "Days of the year with any agreement in force"),
        _flag("inforce_dec31", "Any in force on 31 December; empty for a year not yet over"),
    ]


def _ending() -> list[Column]:
    return [
        Column("agr_ids", "string", "Keys of the agreements of the row", "with ; between", "keys"),
        Column("version", "string", "Day of the data: nothing is said of later days", "", "as_of"),
    ]


def dyad_columns() -> list[Column]:
    """Return the columns of `dyad_year`: undirected; one query."""
    return [*_places("smaller number of the two", "larger number of the two"), *_between()]


def partner_columns() -> list[Column]:
    """Return the columns of `eu_partner_year`: who the partner is, and what is between."""
    return [
        Column("ccode", "integer", "COW number of the partner; empty: it has none", "", "parties"),
        Column("year", "integer", "Calendar year", "to the year of the data", ""),
        Column("stateabb", "string", "COW abbreviation of the partner", "", "parties"),
        Column("iso3", "string", "ISO 3166-1 alpha-3 of the partner", "", "parties"),
        Column("iso2", "string", "ISO 3166-1 alpha-2 of the partner", "", "parties"),
        Column("gwno", "integer", "Gleditsch-Ward number of the partner", "", "parties"),
        *_between(),
    ]


def _between() -> list[Column]:
    return [
        _number("n_agr", "Agreements in force on at least one day of the year"),
        _number("n_signed", "Agreements signed in the year", "milestone signed"),
        _number("n_eif", "Agreements that came into force", "milestone entered_into_force"),
        _number("n_ended", "Agreements terminated or expired in the year", "milestones, statuses"),
        _number("n_signed_pending", "Signed, not in force at the year's end or the data's day"),
        *_obligations(),
        _flag("dca_general", f"Defence cooperation agreement (Kinne). {_RULE}", "kind"),
        _flag("dca_sector", f"Forces status, classified information, logistics. {_RULE}", "kind"),
        _flag("dca_any", f"Either of the two. {_RULE}", "kind"),
        *(
            _flag(name, f"Form of instrument: {kind}. {_RULE}", "kind")
            for name, kind in KINDS.items()
        ),
        *commitment_columns(),
        *_lasting(),
        _number("first_signed", "Year of the dyad's first signing", "milestone signed"),
        _number("last_signed", "Year of the dyad's last signing by the data's day", "the same"),
        _flag("left_censor", "An agreement of the dyad was in force before 1816"),
        _flag("right_censor", "An agreement of the dyad is in force on the data's day"),
        Column(
            "min_conf",
            "integer",
            "Weakest evidence of the agreements of the row",
            "2 a source was seen, 1 cited from a reference work that nobody has opened",
            "evidence",
        ),
        *_ending(),
    ]


def directed_columns() -> list[Column]:
    """Return the columns of `ddyad_year`: each dyad twice, by who owes; one query."""
    return [
        *_places("who owes", "who is owed"),
        _number("n_agr", "Agreements in force on at least one day of the year, of the dyad"),
        *_obligations(),
        *commitment_columns(),
        _flag("undirected", "A commitment in force of which the source doesn't say who owes it"),
        *_lasting(),
        *_ending(),
    ]
