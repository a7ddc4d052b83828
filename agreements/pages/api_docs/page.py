"""The page on the API: every address, what it takes and gives, and a box to try it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from agreements.pages.api_docs.operations import sections, shapes
from agreements.pages.api_docs.telling import Telling, told
from agreements.pages.asking import read_query
from agreements.pages.downloads import site_of

# What each template below templates/api_docs shows; the tests run them as they stand there.
EXAMPLES: Final = (
    ("ask.sh", "curl", _("Ask")),
    ("if_changed.sh", "curl", _("Ask again, and get it only if it has changed")),
    ("walk.py", "Python", _("Walk through a list")),
    ("walk.R", "R", _("The same, as a data frame")),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A short program, ready to be copied."""

    id: str
    tool: str
    title: str
    text: str


@require_safe
def api_docs_page(request: HttpRequest) -> HttpResponse:
    """Explain the API from its own description, so that page and description can't differ."""
    asked = read_query(request)
    site = site_of(request)
    context = {
        "notices": asked.notices,
        "site": site,
        "telling": _described(),
        "examples": [
            Example(name.replace(".", "-"), tool, str(title), example(name, site))
            for name, tool, title in EXAMPLES
        ],
    }
    return render(request, "pages/api_docs.html", context)


def example(name: str, site: str) -> str:
    """Return the program of this name, asking the atlas at `site`."""
    return render_to_string(f"api_docs/{name}.txt", {"site": site}).strip()


@lru_cache(maxsize=1)
def _described() -> Telling:
    """Read the description once: it changes with the program alone."""
    # Unlike its views, the generator of drf-spectacular has no types.
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return told(sections(schema), shapes(schema))
