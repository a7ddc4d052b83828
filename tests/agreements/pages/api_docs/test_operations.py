"""A description of an API, read into what a page shows."""

from typing import Any

from agreements.pages.api_docs.operations import Operation, sections, shapes


def described(**told: object) -> dict[str, Any]:
    return {"paths": {"/api/v1/ships/{key}": {"get": {"operationId": "get_ship"} | told}}}


def parameter(**told: object) -> dict[str, Any]:
    return {"name": "key", "in": "path", "schema": {"type": "string"}, "required": True} | told


ANSWERS = {"200": {"description": "A ship"}}


def one(**told: object) -> Operation:
    ((section,),) = (sections(described(responses=ANSWERS, **told)),)
    return section.operations[0]


def test_operations_stand_by_the_thing_they_are_about() -> None:
    schema = described(responses=ANSWERS)
    schema["paths"]["/api/v1/anchors"] = {"post": {"operationId": "drop", "responses": ANSWERS}}
    assert [(s.name, [o.id for o in s.operations]) for s in sections(schema)] == [
        ("anchors", ["drop"]),
        ("ships", ["get_ship"]),
    ]


def test_an_operation_without_a_summary_is_called_by_its_name() -> None:
    assert one().title == "Get ship"


def test_what_is_needed_comes_first_and_what_all_reads_take_is_left_out() -> None:
    told = [
        parameter(name="If-None-Match", **{"in": "header"}, required=False),
        parameter(name="colour", **{"in": "query"}, required=False),
        parameter(),
    ]
    assert [p.name for p in one(parameters=told).parameters] == ["key", "colour"]


def test_an_example_is_an_address_that_can_be_followed() -> None:
    key = parameter(examples={"A ship": {"value": "HMS 1/2"}})
    colour = parameter(name="colour", example="red,blue", required=False, **{"in": "query"})
    assert one(parameters=[key, colour]).example == "/api/v1/ships/HMS%201%2F2?colour=red,blue"


def test_without_a_value_for_its_address_it_has_no_example() -> None:
    assert one(parameters=[parameter()]).example == ""


def test_only_what_nobody_may_do_without_a_key_needs_one() -> None:
    assert one(security=[{"key": []}]).needs_key
    assert not one(security=[{"key": []}, {}]).needs_key
    assert not one().needs_key


def test_a_body_that_may_be_several_things_is_told_as_json() -> None:
    ref = {"$ref": "#/components/schemas/Ship"}
    content = {"text/csv": {"schema": {"type": "string"}}, "application/json": {"schema": ref}}
    told = one(requestBody={"content": content})
    assert (told.media_type, told.body) == ("application/json", "Ship")


def test_members_say_their_type_their_values_and_what_they_hold() -> None:
    ship = {
        "description": "A ship",
        "required": ["flag", "crew"],
        "properties": {
            "flag": {"$ref": "#/components/schemas/Flag"},
            "crew": {"type": "array", "items": {"$ref": "#/components/schemas/Sailor"}},
            "built": {"type": ["string", "null"], "format": "date", "description": "Its day"},
        },
    }
    parts = {"Ship": ship, "Flag": {"enum": ["FJ", None], "type": "string"}}
    (shape,) = shapes({"components": {"schemas": parts | {"Sailor": {"type": "object"}}}})
    assert [(m.name, m.type, m.values, m.shape, m.may_lack) for m in shape.members] == [
        ("flag", "string", ("FJ",), "", False),
        ("crew", "list of object", (), "Sailor", False),
        ("built", "date or null", (), "", True),
    ]


def test_an_answer_that_is_described_elsewhere_is_told_with_its_words() -> None:
    schema = described(responses={"503": {"$ref": "#/components/responses/Busy"}})
    schema["components"] = {"responses": {"Busy": {"description": "Wait"}}}
    assert [a.about for a in sections(schema)[0].operations[0].answers] == ["Wait"]


def test_values_are_not_listed_twice() -> None:
    about = "Its state\n\n* `afloat` - Afloat\n* `sunk` - Sunk"
    state = {"type": "string", "enum": ["afloat", "sunk"], "description": about}
    ship = {"properties": {"state": state}}
    (shape,) = shapes({"components": {"schemas": {"Ship": ship}}})
    assert [(m.about, m.values) for m in shape.members] == [("Its state", ("afloat", "sunk"))]


def test_a_shape_that_is_one_of_several_names_them() -> None:
    several = {"oneOf": [{"$ref": "#/components/schemas/Quote"}, {"type": "null"}]}
    (shape,) = shapes({"components": {"schemas": {"Evidence": several}}})
    assert shape.choices == ("Quote",)
