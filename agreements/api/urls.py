"""Addresses of the REST API's first version."""

from django.urls import URLPattern, URLResolver, path

from agreements.api.agreements import AgreementItem, AgreementList
from agreements.api.codes import CommitmentTypeList, PartyItem, PartyList
from agreements.api.schema import SchemaView
from agreements.api.statements import CommitmentList, MilestoneList

urlpatterns: list[URLPattern | URLResolver] = [
    path("agreements", AgreementList.as_view(), name="api-agreements"),
    path("agreements/<str:key>", AgreementItem.as_view(), name="api-agreement"),
    path("parties", PartyList.as_view(), name="api-parties"),
    path("parties/<str:code>", PartyItem.as_view(), name="api-party"),
    path("commitments", CommitmentList.as_view(), name="api-commitments"),
    path("milestones", MilestoneList.as_view(), name="api-milestones"),
    path("commitment-types", CommitmentTypeList.as_view(), name="api-commitment-types"),
    path("schema", SchemaView.as_view(), name="api-schema"),
]
