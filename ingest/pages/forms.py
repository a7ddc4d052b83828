"""The form with which an editor hands in an article."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from ingest.models import Article
from ingest.reception import Submission

_NOTHING = gettext_lazy("Paste a text, choose a file, or give the address of a page.")


class ArticleForm(forms.Form):
    """A text, a file or an address, and what is known about it; a text may have an address too."""

    text = forms.CharField(required=False, strip=False)
    file = forms.FileField(required=False, allow_empty_file=True)
    url = forms.CharField(required=False, max_length=2000)
    title = forms.CharField(required=False, max_length=500)
    publisher = forms.CharField(required=False, max_length=200)
    published = forms.DateField(
        required=False, error_messages={"invalid": gettext_lazy("Write the day like 2024-06-30.")}
    )

    def clean(self) -> dict[str, Any]:
        """Refuse nothing at all, and a text together with a file."""
        given = self.cleaned_data
        has_text, has_file = bool((given.get("text") or "").strip()), given.get("file") is not None
        if has_text and has_file:
            self.add_error("file", "Send the text or the file, not both at once.")
        elif not (has_text or has_file or given.get("url") or self.errors):
            self.add_error("text", _NOTHING)
        return given

    def submission(self) -> Submission:
        """Return what was handed in; the form must be valid."""
        given = self.cleaned_data
        about = {name: given[name] for name in ("url", "title", "publisher", "published")}
        if file := given["file"]:
            return Submission(
                origin=Article.Origin.FILE,
                body=file.read(),
                content_type=_known_type(file.content_type or ""),
                file_name=file.name or "",
                **about,
            )
        if given["text"].strip():
            return Submission(
                origin=Article.Origin.PASTE,
                body=given["text"].encode(),
                content_type="text/plain; charset=utf-8",
                **about,
            )
        return Submission(origin=Article.Origin.URL, **about)


def _known_type(content_type: str) -> str:
    """Return the type that the browser said, unless that only means that it doesn't know."""
    return "" if content_type == "application/octet-stream" else content_type
