"""The API's description (OpenAPI 3.1), read into what a page can show. Pure: a mapping in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

_BASE: Final = "/api/v1/"
_METHODS: Final = ("get", "post", "put", "patch", "delete")
_CHOICES: Final = re.compile(r"(?:^|\n)\* `")
_JSON: Final = "application/json"
# Every read takes and sends these: they are explained once, in words.
_EVERYWHERE: Final = frozenset({"If-None-Match"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a caller may say; `place` is path, query or header, `values` all there are, or none."""

    name: str
    place: str
    about: str
    values: tuple[str, ...]
    is_list: bool
    is_needed: bool
    is_old: bool
    default: str
    example: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What may come back; `shape` names one of the shapes where the body is one."""

    status: str
    about: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    id: str
    method: str
    path: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    answers: tuple[Answer, ...]
    body: str
    media_type: str
    needs_key: bool
    is_old: bool
    example: str

    @property
    def is_read(self) -> bool:
        """Tell whether it can be tried by following an address."""
        return self.method == "GET"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a shape; `shape` names the shape of its value, or of each in its list."""

    name: str
    about: str
    type: str
    values: tuple[str, ...]
    shape: str
    may_lack: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of a JSON object, or of one of several."""

    name: str
    about: str
    members: tuple[Member, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The operations on one kind of thing."""

    name: str
    operations: tuple[Operation, ...]


def sections(schema: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return all operations, in the order of the description, by what they are about."""
    found: dict[str, list[Operation]] = {}
    known = schema.get("components", {}).get("responses", {})
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if method in methods:
                name = path.removeprefix(_BASE).split("/")[0].split(".")[0]
                found.setdefault(name, []).append(_operation(path, method, methods[method], known))
    return tuple(Section(name, tuple(held)) for name, held in sorted(found.items()))


def shapes(schema: Mapping[str, Any]) -> tuple[Shape, ...]:
    """Return the shapes of what is sent and answered, by name; lists of plain codes are none."""
    parts = schema.get("components", {}).get("schemas", {})
    return tuple(
        Shape(
            name,
            str(part.get("description", "")),
            tuple(_members(part, parts)),
            tuple(filter(None, map(_name_of, part.get("oneOf", ())))),
        )
        for name, part in sorted(parts.items())
        if "properties" in part or "oneOf" in part
    )


def _operation(
    path: str, method: str, told: Mapping[str, Any], known: Mapping[str, Any]
) -> Operation:
    parameters = tuple(
        sorted(
            (_parameter(each) for each in told.get("parameters", ()) if _is_own(each)),
            key=lambda p: (not p.is_needed, p.place != "path"),
        )
    )
    media_type, body = _content(told.get("requestBody", {}))
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        title=told.get("summary") or _sentence(told["operationId"]),
        about=told.get("description", ""),
        parameters=parameters,
        answers=tuple(_answer(status, each, known) for status, each in told["responses"].items()),
        body=body,
        media_type=media_type,
        needs_key={} not in told.get("security", [{}]),
        is_old=bool(told.get("deprecated")),
        example=_example(path, parameters),
    )


def _is_own(parameter: Mapping[str, Any]) -> bool:
    return parameter["name"] not in _EVERYWHERE


def _parameter(told: Mapping[str, Any]) -> Parameter:
    kind = told.get("schema", {})
    one = kind.get("items", kind)
    examples = [each.get("value") for each in told.get("examples", {}).values()]
    example = told.get("example", examples[0] if examples else "")
    return Parameter(
        name=told["name"],
        place=told["in"],
        about=told.get("description", ""),
        values=tuple(map(str, one.get("enum", ()))),
        is_list=kind.get("type") == "array",
        is_needed=bool(told.get("required")),
        is_old=bool(told.get("deprecated")),
        default=str(kind.get("default", "")),
        example=str(example),
    )


def _answer(status: str, told: Mapping[str, Any], known: Mapping[str, Any]) -> Answer:
    told = known.get(_name_of(told), told)
    _media_type, shape = _content(told)
    return Answer(status, told.get("description", ""), shape)


def _content(told: Mapping[str, Any]) -> tuple[str, str]:
    """Return media type and shape of a body: JSON's where there are several."""
    content: Mapping[str, Any] = told.get("content", {})
    if not content:
        return "", ""
    media_type = _JSON if _JSON in content else next(iter(content))
    return media_type, _name_of(content[media_type].get("schema", {}))


def _members(part: Mapping[str, Any], parts: Mapping[str, Any]) -> Iterator[Member]:
    needed = part.get("required", ())
    for name, told in part.get("properties", {}).items():
        one = told.get("items", told)
        shape = _name_of(one)
        target = parts.get(shape, {})
        is_code = "enum" in target
        values = target.get("enum", one.get("enum", ())) if is_code else one.get("enum", ())
        yield Member(
            name=name,
            about=_without_choices(told.get("description", "")),
            type=_type(target if is_code else told),
            values=tuple(str(value) for value in values if value is not None),
            shape="" if is_code else shape,
            may_lack=name not in needed,
        )


def _type(told: Mapping[str, Any]) -> str:
    """Return what JSON calls the type: `string or null`, `list of object`."""
    if "items" in told:
        return f"list of {_type(told['items'])}"
    options: Sequence[Mapping[str, Any]] = told.get("oneOf") or told.get("anyOf") or ()
    if options:
        return " or ".join(dict.fromkeys(_type(each) for each in options))
    kind = told.get("type", "")
    written = kind if isinstance(kind, str) else " or ".join(kind)
    if told.get("format") in {"date", "date-time"}:
        written = written.replace("string", told["format"])
    return written or ("object" if _name_of(told) else "any")


def _name_of(told: Mapping[str, Any]) -> str:
    """Return which shape is meant; also where a reference is wrapped to carry a description."""
    options = [told, *told.get("allOf", ()), *told.get("oneOf", ()), *told.get("anyOf", ())]
    if "items" in told:
        options.append(told["items"])
    named = (each["$ref"].rsplit("/", 1)[1] for each in options if "$ref" in each)
    return next(named, "")


def _example(path: str, parameters: Sequence[Parameter]) -> str:
    """Return an address that works, or nothing where a needed value has no example."""
    for each in parameters:
        if each.place == "path":
            if not each.example:
                return ""
            path = path.replace(f"{{{each.name}}}", quote(each.example, safe=""))
    query = [(p.name, p.example) for p in parameters if p.place == "query" and p.example]
    return f"{path}?{urlencode(query, safe=',:')}" if query else path


def _without_choices(about: str) -> str:
    """Leave out the list of values that the description ends with: the page shows them itself."""
    return _CHOICES.split(about, maxsplit=1)[0].strip()


def _sentence(name: str) -> str:
    return name.replace("_", " ").capitalize()
