"""What many operations and shapes share is told once, and nothing is lost by it."""

from dataclasses import replace

from agreements.pages.api_docs.operations import (
    Answer,
    Member,
    Operation,
    Parameter,
    Section,
    Shape,
)
from agreements.pages.api_docs.telling import told

PLAIN = Parameter(
    *("", "query", "", ()), is_list=False, is_needed=False, is_old=False, default="", example=""
)
FLAG = replace(PLAIN, name="flag", about="Under which")
KEY = replace(PLAIN, name="key", place="path", is_needed=True)
BUSY = Answer("503", "Wait", "Problem")
SHIP = Operation(
    *("", "GET", "/ships", "", "", (KEY, FLAG), (BUSY,), "", ""),
    needs_key=False,
    is_old=False,
    example="",
)


def section(*operations: Operation) -> Section:
    return Section("ships", operations)


def shape(name: str, *members: str) -> Shape:
    held = tuple(Member(member, "", "string", (), "", may_lack=False) for member in members)
    return Shape(name, "", held, ())


def test_what_three_operations_take_alike_is_told_once_and_linked() -> None:
    telling = told([section(SHIP, SHIP, SHIP)], [])
    assert telling.parameters == (FLAG,)
    (found,) = telling.sections
    assert {(one.parameters, one.shared) for one in found.operations} == {((KEY,), (FLAG,))}


def test_what_two_operations_take_stays_with_them() -> None:
    telling = told([section(SHIP, SHIP)], [])
    assert (telling.parameters, telling.answers) == ((), ())
    assert telling.sections[0].operations[0].parameters == SHIP.parameters


def test_a_parameter_that_means_something_else_under_the_same_name_stays_where_it_is() -> None:
    other = replace(FLAG, about="Which signal")
    signals = replace(SHIP, parameters=(other,))
    telling = told([section(SHIP, SHIP, SHIP, SHIP, signals, signals, signals)], [])
    assert telling.parameters == (FLAG,)
    assert telling.sections[0].operations[-1].parameters == (other,)


def test_answers_that_many_may_give_are_linked_by_their_numbers() -> None:
    made = Answer("201", "Launched", "Ship")
    launch = replace(SHIP, answers=(made, BUSY))
    telling = told([section(SHIP, SHIP, launch)], [])
    assert telling.answers == ((1, BUSY),)
    last = telling.sections[0].operations[-1]
    assert (last.answers, last.shared_answers) == ((made,), ((1, BUSY),))


def test_a_shape_that_has_all_of_another_says_so_and_tells_the_rest() -> None:
    small, large = shape("Ship", "a", "b", "c"), shape("Fleet", "a", "b", "c", "d")
    first, second = told([], [small, large]).shapes
    assert (first.base, [m.name for m in first.members]) == ("", ["a", "b", "c"])
    assert (second.base, [m.name for m in second.members]) == ("Ship", ["d"])
