"""Which static files are collected: ours, and of packages what our pages name."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.contrib.staticfiles.finders import AppDirectoriesFinder

_UNASKED: Final = (
    # Of a browsable API, which we do not have.
    "rest_framework",
    # Extensions, and htmx in other versions and forms than `{% htmx_script %}` asks for.
    "ext",
    "django_htmx/htma*",
    "django_htmx/htmx-4*",
    "django_htmx/htmx-2.js",
)


class PackagesFinder(AppDirectoriesFinder):
    """Leaves out what comes with packages and is never asked for: packing it takes seconds."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        """Return each file, and where it is kept."""
        return iter(super().list([*(ignore_patterns or ()), *_UNASKED]))
