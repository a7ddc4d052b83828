"""Bodies with fields that there are not."""

from typing import Any

import pytest
from rest_framework import serializers

from agreements.strictness import StrictSerializer


class Inner(StrictSerializer[Any]):
    year = serializers.IntegerField()


class Outer(StrictSerializer[Any]):
    id = serializers.IntegerField(read_only=True)
    title = serializers.CharField()
    rows = Inner(many=True, required=False)


@pytest.mark.parametrize("name", ["is_staff", "approved_by", "id", "", "Title"])
def test_name_without_a_meaning_is_refused(name: str) -> None:
    outer = Outer(data={"title": "a", name: 1})
    assert not outer.is_valid()
    (refused,) = outer.errors[name]
    assert refused.code == "field.unknown"
    assert "these are: title, rows" in refused


def test_it_is_refused_within_as_well() -> None:
    outer = Outer(data={"title": "a", "rows": [{"year": 1}, {"year": 1, "day": 2}]})
    assert not outer.is_valid()
    assert outer.errors["rows"][1]["day"][0].code == "field.unknown"


@pytest.mark.parametrize(
    "sent", [[], "a", 1, None, True, {"title": {}}, {"title": "a", "rows": {}}]
)
def test_another_shape_is_refused(sent: object) -> None:
    assert not Outer(data=sent).is_valid()


@pytest.mark.parametrize(
    ("sent", "shape"),
    [
        ([], "an array"),
        ("a", "a string"),
        (1, "a number"),
        (1.5, "a number"),
        (True, "true or false"),
        (None, "null"),
    ],
)
def test_what_is_no_object_is_told_so_in_the_words_of_json(sent: object, shape: str) -> None:
    outer = Outer(data=sent)
    assert not outer.is_valid()
    assert outer.errors == {"non_field_errors": [f"Send a JSON object here, not {shape}."]}
    within = Outer(data={"title": "a", "rows": [sent]})
    assert not within.is_valid()
    assert within.errors["rows"][0] == outer.errors


def test_of_thousands_of_names_a_few_are_told() -> None:
    outer = Outer(data={"title": "a"} | {"n" * 5_000 + f"{n}": 1 for n in range(3_000)})
    assert not outer.is_valid()
    assert len(str(outer.errors)) < 20_000


def test_what_fits_is_read() -> None:
    outer = Outer(data={"title": "a", "rows": [{"year": 1}]})
    assert outer.is_valid()
    assert outer.validated_data == {"title": "a", "rows": [{"year": 1}]}
