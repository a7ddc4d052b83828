"""The shapes of pairs, frameworks and numbers, for the published schema alone."""

from typing import Any, Final

from rest_framework import serializers
from rest_framework.serializers import CharField, Serializer

from agreements.api.shapes import (
    ClocksSerializer,
    FrameworkSerializer,
    PageSerializer,
    PartyNameSerializer,
)
from agreements.api.statement_shapes import EDTF, maybe
from agreements.models import Link, Status, Strength
from agreements.standing import GROUPS
from agreements.timeline import Happening

_COUNTS: Final = "{status on the day of as_of: number of agreements}"


def _counts(help_text: str) -> serializers.DictField:
    return serializers.DictField(child=serializers.IntegerField(), help_text=help_text)


class OwedSerializer(Serializer[Any]):
    """In how many agreements of a pair a commitment stands, by who owes it."""

    type = CharField(help_text="A code of /commitment-types")
    agreements = serializers.IntegerField(help_text="That make it, in whichever direction")
    owed_by = _counts("{a party's code: agreements in which it owes this to the other}")
    mutual = serializers.IntegerField()
    not_stated = serializers.IntegerField()
    excluded = serializers.IntegerField(help_text="That expressly do not hold it")
    strengths = serializers.ListField(child=serializers.ChoiceField(Strength.choices))


class LastSignedSerializer(Serializer[Any]):
    """The agreement of a pair that was signed last."""

    key = CharField()
    title = CharField()
    signed = maybe(EDTF)


class PairLinkSerializer(Serializer[Any]):
    """What an agreement of a pair is to another agreement."""

    agreement = CharField(help_text="Its key")
    kind = serializers.ChoiceField(Link.Kind.choices)
    target = CharField(help_text="The other's key")


class PairRowSerializer(Serializer[Any]):
    """What two parties have with each other."""

    key = CharField(help_text="Their codes in order, like PL-UA")
    parties = PartyNameSerializer(many=True)
    agreements = serializers.IntegerField()
    by_status = _counts(_COUNTS)
    commitments = OwedSerializer(many=True)
    last_signed = LastSignedSerializer(allow_null=True)
    links = PairLinkSerializer(many=True)


class PairSerializer(ClocksSerializer, PairRowSerializer):
    """What two parties have with each other, on a day."""


class PairPageSerializer(ClocksSerializer, PageSerializer):
    """One page of pairs, by code."""

    count = serializers.IntegerField(required=False, help_text="Only with count=1")
    results = PairRowSerializer(many=True)


class FrameworkRowSerializer(FrameworkSerializer):
    """A multilateral text with the parties that joined it."""

    members = PartyNameSerializer(many=True)


class FrameworkPageSerializer(PageSerializer):
    """All frameworks, the newest first."""

    results = FrameworkRowSerializer(many=True)


class HungSerializer(Serializer[Any]):
    """An agreement that hangs from a framework."""

    key = CharField()
    title = CharField()
    status = serializers.ChoiceField(Status.choices, help_text="On the day of as_of")
    signed = maybe(EDTF)
    is_signed = serializers.BooleanField(help_text="By the day of as_of")


class ShareSerializer(PartyNameSerializer):
    """How far a party has come under a framework."""

    has_joined = serializers.BooleanField()
    stage = serializers.ChoiceField(["signed", "on_the_way", "nothing"])
    agreements = HungSerializer(many=True)


class FrameworkDetailSerializer(ClocksSerializer, FrameworkRowSerializer):
    """A framework on a day: its members, and all parties with what they have under it."""

    hub = PartyNameSerializer(allow_null=True, help_text="Whom all the others deal with")
    parties = ShareSerializer(many=True)


class CountedPartySerializer(PartyNameSerializer):
    """A party and its number of agreements."""

    agreements = serializers.IntegerField()
    standing = serializers.ChoiceField(
        list(GROUPS), allow_null=True, help_text="The strongest; only of one country's partners"
    )


class MapSerializer(ClocksSerializer):
    """The numbers of the map."""

    country = maybe("Whose partners are counted; null: all parties")
    total = serializers.IntegerField(help_text="Agreements counted")
    by_status = _counts(_COUNTS)
    parties = CountedPartySerializer(many=True, help_text="With the most agreements first")


class YearSerializer(Serializer[Any]):
    """How often it happened in a year."""

    year = serializers.IntegerField()
    count = serializers.IntegerField()


class TimelineSerializer(ClocksSerializer):
    """The numbers of the timeline."""

    show = serializers.ChoiceField([what.value for what in Happening])
    total = serializers.IntegerField(help_text="In all years, before them included")
    before = serializers.IntegerField(help_text="Before the first year shown, usually 1950")
    uncertain = serializers.IntegerField(help_text="In no certain year; not in total")
    years = YearSerializer(many=True)
