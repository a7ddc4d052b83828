"""Who signs: states, de-facto states, organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Party(models.Model):
    """A state, an organisation (EU) or a de-facto state that signs agreements.

    `code` is ISO 3166-1 alpha-2 where there is one (XK Kosovo and EU by custom); compared byte by
    byte, so that every pair has one order in every database.
    """

    class Kind(models.TextChoices):
        """What sort of signer it is."""

        STATE = "state", _("State")
        DE_FACTO_STATE = "de_facto_state", _("De-facto state")
        ORGANISATION = "organisation", _("Organisation")

    code = models.CharField(max_length=8, primary_key=True, db_collation="C")
    iso3 = models.CharField(max_length=3, blank=True)
    iso_numeric = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    region = models.CharField(max_length=20)
    capital = models.CharField(max_length=60)
    latitude = models.DecimalField(max_digits=5, decimal_places=2)
    longitude = models.DecimalField(max_digits=5, decimal_places=2)
    cow_code = models.PositiveSmallIntegerField(null=True, blank=True)
    cow_abbreviation = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name


class Framework(models.Model):
    """A multilateral text that bilateral agreements hang from, with the parties that joined it."""

    slug = models.SlugField(primary_key=True)
    title = models.CharField(max_length=200)
    adopted = models.CharField(max_length=20, help_text="EDTF")
    url = models.URLField(max_length=500, blank=True)
    members = models.ManyToManyField(Party, related_name="frameworks")

    class Meta:
        ordering = ["adopted"]

    def __str__(self) -> str:
        return self.title
