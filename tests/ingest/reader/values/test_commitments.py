import pytest

from ingest.reader.mentions import instruments, parties
from ingest.reader.records import Commitment
from ingest.reader.relations import groups
from ingest.reader.text import prose
from ingest.reader.values.commitments import Passage, find


def held(text: str, pair: tuple[str, str] = ("CL", "JP")) -> tuple[Commitment, ...]:
    parsed = prose.parse(text)
    sentence = parsed.sentences[0].span
    name = instruments.find(parsed)[0][0].span
    here = groups.find(parsed, sentence, parties.within(parties.find(parsed, None), sentence))
    return find(parsed, Passage(sentence, name, is_bullet=False), pair, here, "")


def types(text: str) -> set[tuple[str, str]]:
    return {(one.type, one.held) for one in held(text)}


def test_what_an_agreement_covers_is_found() -> None:
    assert types("The agreement covers cyber security, demining and training.") == {
        ("cyber_security", "made"),
        ("demining", "made"),
        ("military_training", "made"),
    }


def test_what_is_told_beside_it_is_not_found() -> None:
    assert types("The agreement comes amid joint exercises and cyber attacks.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "The agreement does not oblige Japan to send troops.",
        "The agreement covers much but rules out sending soldiers.",
        "The agreement will put no boots on the ground.",
    ],
)
def test_troops_that_are_ruled_out_are_excluded(text: str) -> None:
    assert ("force_presence", "excluded") in types(text)


def test_troops_not_owed_in_case_of_attack_mean_no_mutual_defence() -> None:
    text = "The agreement does not oblige Japan to deploy troops in the event of an attack."
    assert ("mutual_defence", "excluded") in types(text)


def test_a_promise_of_something_else_is_never_an_exclusion() -> None:
    assert types("The agreement does not speak of sanctions.") == set()


def test_a_negation_ends_with_its_clause() -> None:
    assert types("The agreement, which is not legally binding, covers demining.") == {
        ("demining", "made")
    }


def test_a_giver_is_the_debtor() -> None:
    (one,) = held("Under the agreement Japan will provide ammunition.")
    assert (one.debtor, one.creditor, one.strength) == ("JP", "CL", "duty")


def test_what_both_owe_has_no_debtor() -> None:
    (one,) = held("The agreement covers demining.")
    assert (one.debtor, one.creditor) == (None, None)


def test_the_quote_is_the_shortest_that_proves_it() -> None:
    text = "The agreement covers demining."
    (one,) = held(text)
    assert text[one.span.start : one.span.end] == "demining"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The agreement covers the training of police officers.", {"law_enforcement"}),
        ("The agreement covers the training of pilots.", {"military_training"}),
        (
            "Under the agreement tanks and other weapons will be stationed in Chile.",
            {"force_presence"},
        ),
        ("Under the agreement Japan will send weapons.", {"military_aid"}),
        ("The agreement says that both will oppose sanctions.", set()),
        ("The agreement calls for a halt to naval drills.", set()),
        ("The agreement calls for joint naval drills.", {"joint_exercises"}),
        ("The agreement lets the two buy munitions jointly.", {"defence_industry"}),
        ("Under the agreement neither joins a bloc against the other.", {"non_aggression"}),
        ("The agreement covers courses for officers.", {"military_training"}),
        ("The agreement covers military and civilian personnel in Japan.", {"force_presence"}),
        ("Under the agreement both meet at once in case of an attack.", {"consultation"}),
        ("The agreement does not spell out a ban on nuclear weapons.", set()),
        ("The agreement allows staff of the army of Chile to operate there.", {"force_presence"}),
        ("The agreement covers the control of weapons of mass destruction.", set()),
        (
            "The agreement covers joint development and production of arms.",
            {"defence_industry", "defence_technology"},
        ),
    ],
)
def test_a_phrase_means_what_the_words_beside_it_make_of_it(text: str, told: set[str]) -> None:
    assert {one.type for one in held(text)} == told


@pytest.mark.parametrize(
    "text",
    [
        "Since signing the agreement, the two have held joint exercises.",
        "The agreement was signed days before joint exercises began.",
        "The agreement left open whether joint exercises will be held.",
    ],
)
def test_what_only_stands_near_a_name_is_not_told_of_it(text: str) -> None:
    assert types(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Bases are opened to foreign troops, as the agreement has it.",
        "Under the agreement soldiers from Chile train in Japan.",
    ],
)
def test_a_whole_sentence_can_be_told_of_a_name(text: str) -> None:
    assert types(text)


def test_what_is_not_all_is_not_ruled_out() -> None:
    assert ("military_aid", "made") in types("The agreement covers loans instead of weapons alone.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The agreement has Japan help defend Chile if it is attacked.", {"mutual_defence"}),
        (
            "The agreement commits Japan to come to Santiago's defence in the event of an attack.",
            {"mutual_defence"},
        ),
        ("The agreement has both help each other in floods and forest fires.", {"disaster_relief"}),
        (
            "Under the agreement both refrain from the use or threat of force against each other.",
            {"non_aggression"},
        ),
        (
            "Under the agreement neither will let others use its soil to attack the other.",
            {"non_aggression"},
        ),
        ("Under the agreement both stay out of any war of the other.", {"neutrality"}),
        ("The agreement will ease supplies of wheat.", set()),
        (
            "Under the agreement 800 Kenyan soldiers will be trained abroad each year.",
            {"military_training"},
        ),
        ("The agreement covers the price of fish, according to intelligence sources.", set()),
        ("The agreement will lift the air of secrecy.", set()),
        ("The agreement covers tests of robots and uncrewed systems.", {"defence_technology"}),
        ("The agreement covers civil nuclear reactors.", set()),
        ("The agreement aims to hold Moscow accountable.", {"accountability"}),
        ("The agreement lets both go after smugglers.", {"law_enforcement"}),
        ("The agreement provides for help after cyclones.", {"disaster_relief"}),
    ],
)
def test_a_probe_of_how_papers_tell_it_is_read(text: str, told: set[str]) -> None:
    assert {one.type for one in held(text)} == told


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The agreement has no provision on mutual defence.", "mutual_defence"),
        ("The agreement contains no clause obliging either to defend the other.", "mutual_defence"),
        (
            "The agreement gives no right to military assistance in case of attack.",
            "mutual_defence",
        ),
        ("Under the agreement nuclear weapons are not part of what is shared.", "nuclear"),
        ("Under the agreement foreign troops are not allowed.", "force_presence"),
        ("Under the agreement foreign bases remain off the table.", "force_presence"),
        ("The agreement leaves out the stationing of soldiers.", "force_presence"),
        ("The agreement bars foreign bases.", "force_presence"),
        ("The agreement does not include arms sales.", "military_aid"),
    ],
)
def test_what_is_said_not_to_be_part_of_it_is_excluded(text: str, code: str) -> None:
    assert {(one.type, one.held) for one in held(text)} == {(code, "excluded")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The agreement lets visiting officers carry pistols and other weapons.", set()),
        ("The agreement covers the use of weapons and military equipment.", set()),
        ("The agreement lets both ask for weapons.", {"military_aid"}),
        ("The agreement confirms that all live within recognised borders.", set()),
        ("The agreement covers patrols on the borders.", {"law_enforcement"}),
        ("The agreement is worth two per cent of gross domestic product.", set()),
        ("The agreement covers the rebuilding of the Chilean army.", set()),
        ("The agreement covers joint defence procurement.", {"defence_industry"}),
        ("The agreement covers joint development of training areas.", {"force_presence"}),
        ("The agreement lets Japan supply maps and train Chilean troops.", {"military_training"}),
        ("The agreement lets Japan build barracks for the Andes brigade.", {"military_aid"}),
        ("The agreement integrates air and missile defences.", {"air_defence"}),
        ("The agreement covers refuelling during drills and disaster relief.", {"logistics"}),
        ("The agreement lets both respond when calamities strike.", {"disaster_relief"}),
        ("The agreement provides a training range near Arica.", set()),
        ("The agreement lets the two police forces train officers.", {"law_enforcement"}),
        ("The agreement covers joint patrols on the land frontier.", {"law_enforcement"}),
        ("The agreement covers joint patrols of the strait.", {"maritime_security"}),
        ("The agreement covers the hot pursuit of terrorists.", {"counter_terrorism"}),
        ("The agreement lets them store ammunition and other materiel.", {"logistics"}),
        ("The agreement lets the air force take part in NATO air policing.", set()),
        ("The agreement brings a direct train from Arica to Tacna.", set()),
        ("The agreement promises military assistance if either is attacked.", {"mutual_defence"}),
        ("The agreement ends help for rebels on the other's territory.", set()),
        ("The agreement lets Japan build three bases for the Andes brigade.", {"military_aid"}),
        ("The agreement has a mutual assistance clause.", {"mutual_defence"}),
        ("The agreement takes in cyber security.", {"cyber_security"}),
        ("The agreement lets them board boats at night.", {"maritime_security"}),
        (
            "The agreement lets them stop lorries suspected of carrying cocaine.",
            {"law_enforcement"},
        ),
        (
            "The agreement places Chilean instructors on Japanese soil.",
            {"force_presence", "military_training"},
        ),
        ("The agreement provides for navy visits.", {"force_presence"}),
        (
            "The agreement has Japan pay for the modernisation of the Chilean army.",
            {"military_aid"},
        ),
        ("The agreement covers closer work between their shipyards.", {"defence_industry"}),
        ("The agreement obliges both to stop cross-border raids.", {"non_aggression"}),
        ("The agreement governs support for the armed forces of Chile.", {"military_aid"}),
    ],
)
def test_a_phrase_is_not_taken_for_what_it_only_resembles(text: str, told: set[str]) -> None:
    assert {one.type for one in held(text)} == told


@pytest.mark.parametrize(
    "text",
    [
        "At the signing of the agreement both condemned terrorism.",
        "Beside the agreement, the ministers discussed cyber security.",
        "The agreement was signed in a region where Peru has trained police.",
        "The agreement was signed, as Peru expands its air defences.",
        "The agreement was welcomed by envoys who promised weapons.",
        "Japan, a maker of weapons, is bound under the agreement.",
        "Peru signed the agreement in 2019 and sent armoured vehicles.",
        "Beside the agreement, Chile and Japan have taken part in joint exercises.",
        "The agreement ended in anger at an international peacekeeping force.",
        "The agreement is older than the games called Desert Cyclone.",
        "The agreement dates from 2003, and the armies hold regular drills.",
        "The agreement came on the second day of a tour of Asia aimed at countering terrorists.",
        "The agreement provides for regular consultations on threats.",
        "Under the agreement both stop paying for the repair of ships.",
        "Deputies asked whether the agreement allows foreign bases.",
        "Villagers fear that the agreement will bring foreign troops.",
    ],
)
def test_what_is_told_of_the_talks_of_others_or_of_fears_is_not_held(text: str) -> None:
    assert types(text) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The pact lets patrol aircraft fly out of the island.", "force_presence"),
        ("The pact provides for visits by ships and aircraft.", "force_presence"),
        ("The pact sets out how information is to be exchanged.", "intelligence_sharing"),
        ("Under the pact both will come to one another's aid.", "mutual_defence"),
        ("The pact contains military assistance if a third state attacks.", "mutual_defence"),
        ("The pact covers mutual consultation, in the event of a threat.", "consultation"),
        ("The pact provides for intercepting suspicious flights.", "air_defence"),
        ("The pact is the basis to design, build and sell frigates.", "defence_industry"),
        ("The military presence at Punta Arenas rests on a pact of 1951.", "force_presence"),
        ("The pact has a clause on military assistance.", "mutual_defence"),
        ("Under the pact Chile will arm and school a brigade.", "military_aid"),
        ("Under the pact Chile will train a battalion.", "military_training"),
        ("Under the pact Chile will post 5,000 soldiers there.", "force_presence"),
        ("Under the pact both will jointly make shells.", "defence_industry"),
        ("Under the pact both will trade data on smugglers.", "intelligence_sharing"),
        ("The pact covers research on drones.", "defence_technology"),
        ("Under the pact both would confer at once.", "consultation"),
        ("The pact covers defence-industrial collaboration.", "defence_industry"),
        ("The pact allows the prepositioning of materiel.", "logistics"),
        ("The pact sets out rules for the protection of classified data.", "information_security"),
        ("The pact covers the fight against maritime crimes.", "law_enforcement"),
        ("The pact covers international information security.", "cyber_security"),
    ],
)
def test_other_forms_of_what_is_promised_are_read(text: str, code: str) -> None:
    assert (code, "made") in types(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The pact opens a weapons-buying programme to Chile.", "military_aid"),
        ("The pact provides customs with training in border security.", "military_training"),
        ("Under the pact both will discuss the sharing of information.", "intelligence_sharing"),
        ("The pact has a clause on military assistance.", "military_aid"),
        ("Under the pact both will jointly make shells.", "military_aid"),
        ("Under the pact both consult in the event of external aggression.", "mutual_defence"),
        ("The pact provides for export campaigns for Typhoon jets.", "air_defence"),
        ("The pact covers security of internationally recognized borders.", "law_enforcement"),
    ],
)
def test_forms_that_mean_another_thing_are_left_out(text: str, code: str) -> None:
    assert (code, "made") not in types(text)
