"""The form with which editors say what is polled, and how."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from ingest.fetch import Refused, parse_address, refuse_inner
from ingest.fetch.wording import of_a_source
from ingest.models import Source
from ingest.models.sources import LEAST_INTERVAL, MOST_INTERVAL
from ingest.sources import Told, Trial

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
_MOST_KEYWORDS: Final = 100
_LONGEST_KEYWORD: Final = 100
_LONGEST_ADDRESS: Final = 2000
_MOST_A_DAY: Final = 100_000
_SEAL: Final = "ingest.sources.trial"
_SEAL_SECONDS: Final = 3600


class KeywordsField(forms.CharField):
    """Words or phrases, separated by commas or new lines."""

    def clean(self, value: Any) -> list[str]:  # noqa: ANN401  Django's
        """Return each keyword once, in their order."""
        written = str(super().clean(value))
        found = [" ".join(word.split()) for word in re.split(r"[,\n]", written)]
        words = list(dict.fromkeys(word for word in found if word))
        if len(words) > _MOST_KEYWORDS or any(len(word) > _LONGEST_KEYWORD for word in words):
            raise forms.ValidationError(
                _("Give at most 100 keywords of at most 100 characters, with commas between them.")
            )
        return words

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  Django's
        """Write a list as it is typed."""
        return ", ".join(value) if isinstance(value, list | tuple) else value


class SourceForm(forms.Form):
    """What is polled, and how. `kind` says PAGE where the page itself was chosen."""

    address = forms.CharField(
        label=_("Address"),
        max_length=_LONGEST_ADDRESS,
        help_text=_(
            "Of a feed, a sitemap or a page. Of a site, its feeds are offered. "
            "A folder or a mailbox file is given by its path on the server, as /srv/inbox."
        ),
        error_messages={"required": _("Say where to look: paste an address, or write a path.")},
    )
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Source.Kind.choices])
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=200,
        help_text=_("As lists show it. Empty: what the source calls itself."),
    )
    publisher = forms.CharField(
        label=_("Publisher"),
        required=False,
        max_length=200,
        help_text=_("Stands at each of its articles. Empty: what each of them says."),
    )
    reliability = forms.ChoiceField(
        label=_("Reliability"),
        choices=Source.Reliability.choices,
        initial=Source.Reliability.OTHER,
        help_text=_("Who speaks there."),
    )
    language = forms.CharField(
        label=_("Language"),
        required=False,
        max_length=35,
        help_text=_("A tag such as en, uk or pt-BR. Empty: each entry's own."),
    )
    keywords = KeywordsField(
        label=_("Keywords"),
        required=False,
        max_length=20_000,
        help_text=_(
            "With commas between them. An entry must have one of them at the beginning of a word, "
            "in its title or summary; without any, all come in. Of a page that is watched: the "
            "links that have one come in, with * all of them; without any, the page itself, "
            "whenever its text changes."
        ),
    )
    interval = forms.IntegerField(
        label=_("Minutes between two polls"),
        initial=60,
        min_value=LEAST_INTERVAL,
        max_value=MOST_INTERVAL,
        help_text=_("From 5 minutes to 10,080, which is a week."),
    )
    quota_day = forms.IntegerField(
        label=_("New articles a day, at most"),
        initial=1000,
        min_value=1,
        max_value=_MOST_A_DAY,
        help_text=_("What goes beyond it comes in later, if it is still listed."),
    )
    seal = forms.CharField(required=False, max_length=5000)

    def __init__(self, *args: Any, **told: Any) -> None:  # noqa: ANN401  Django's
        """Have the fields look like those of other forms."""
        super().__init__(*args, **told)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
        self.fields["address"].widget.attrs |= {"spellcheck": "false", "autocapitalize": "off"}

    def clean_address(self) -> str:
        """Return an address in its one spelling, or a path as it is written."""
        written = str(self.cleaned_data["address"]).strip()
        if written.startswith("/"):
            return written
        try:
            address = parse_address(written)
            refuse_inner(address)
        except Refused as error:
            raise forms.ValidationError(of_a_source(error.code, error.sentence)) from error
        if len(address.url) > _LONGEST_ADDRESS:
            raise forms.ValidationError(_("The address is too long: give a shorter one."))
        return address.url

    def clean_language(self) -> str:
        """Return a language tag, or nothing."""
        written = str(self.cleaned_data["language"])
        if written and not _TAG.match(written):
            raise forms.ValidationError(_("Write a language tag, such as en, uk or pt-BR."))
        return written

    def told(self) -> Told:
        """Return what was said; the form must be valid. Without a kind, it is taken for a feed."""
        given = self.cleaned_data
        return Told(
            name=given["name"] or urlsplit(given["address"]).hostname or given["address"][:200],
            kind=Source.Kind(given["kind"] or Source.Kind.FEED),
            address=given["address"],
            publisher=given["publisher"],
            language=given["language"],
            reliability=given["reliability"],
            keywords=tuple(given["keywords"]),
            interval=given["interval"],
            quota_day=given["quota_day"],
        )

    def is_tried(self) -> bool:
        """Tell whether this address has been tried a short while ago, as this kind."""
        try:
            tried = signing.loads(self.cleaned_data["seal"], salt=_SEAL, max_age=_SEAL_SECONDS)
        except signing.BadSignature:
            return False
        return bool(tried == [self.cleaned_data["address"], self.cleaned_data["kind"]])

    def take_focus(self) -> None:
        """Have the field in which something is to be written next be the one that is typed in."""
        wrong = [name for name in self.fields if name in self.errors]
        if wrong or not (self.is_bound or self.initial.get("address")):
            self.fields[wrong[0] if wrong else "address"].widget.attrs["autofocus"] = True

    def after(self, trial: Trial) -> "SourceForm":
        """Return the form filled with what a trial has found out, ready to be kept."""
        given = self.cleaned_data
        found = {
            "address": trial.address,
            "kind": trial.kind.value,
            "name": given["name"] or trial.title[:200],
            "seal": sealed(trial.address, trial.kind),
        }
        return SourceForm(initial=given | found)


def form_of(source: Source) -> SourceForm:
    """Return the form with what is told of a source, ready to be kept."""
    told = {name: getattr(source, name, "") for name in SourceForm.base_fields}
    return SourceForm(initial=told | {"seal": sealed(source.address, source.kind)})


def sealed(address: str, kind: str) -> str:
    """Return the word that an address has been tried as a kind."""
    return signing.dumps([address, kind], salt=_SEAL)
