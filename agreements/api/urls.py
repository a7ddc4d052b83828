"""Addresses of the REST API's first version."""

from django.urls import URLPattern, URLResolver, path

from agreements.api.agreements import AgreementItem, AgreementList
from agreements.api.bulk import (
    AgreementsCsv,
    AgreementsGeojson,
    AgreementsJsonl,
    AgreementsParquet,
    CommitmentsCsv,
    CommitmentsJsonl,
    CommitmentsParquet,
)
from agreements.api.changes import ChangeList
from agreements.api.codes import CommitmentTypeList, PartyItem, PartyList
from agreements.api.documents import DocumentItem, DocumentList
from agreements.api.drafts import DraftDecisions, DraftItem, DraftList
from agreements.api.figures import Map, Timeline
from agreements.api.frameworks import FrameworkItem, FrameworkList
from agreements.api.pairs import PairItem, PairList
from agreements.api.releases import ReleaseFile, ReleaseItem, ReleaseList
from agreements.api.schema import SchemaView
from agreements.api.statements import CommitmentList, MilestoneList
from agreements.api.tables import ResearchFile

urlpatterns: list[URLPattern | URLResolver] = [
    path("agreements", AgreementList.as_view(), name="api-agreements"),
    path("agreements.jsonl", AgreementsJsonl.as_view(), name="api-agreements-jsonl"),
    path("agreements.csv", AgreementsCsv.as_view(), name="api-agreements-csv"),
    path("agreements.parquet", AgreementsParquet.as_view(), name="api-agreements-parquet"),
    path("agreements.geojson", AgreementsGeojson.as_view(), name="api-agreements-geojson"),
    path("commitments.jsonl", CommitmentsJsonl.as_view(), name="api-commitments-jsonl"),
    path("commitments.csv", CommitmentsCsv.as_view(), name="api-commitments-csv"),
    path("commitments.parquet", CommitmentsParquet.as_view(), name="api-commitments-parquet"),
    path("releases", ReleaseList.as_view(), name="api-releases"),
    path("releases/<str:number>", ReleaseItem.as_view(), name="api-release"),
    path("releases/<str:number>/<str:name>", ReleaseFile.as_view(), name="api-release-file"),
    path("tables/<str:file>", ResearchFile.as_view(), name="api-table"),
    path("agreements/<str:key>", AgreementItem.as_view(), name="api-agreement"),
    path("changes", ChangeList.as_view(), name="api-changes"),
    path("parties", PartyList.as_view(), name="api-parties"),
    path("parties/<str:code>", PartyItem.as_view(), name="api-party"),
    path("commitments", CommitmentList.as_view(), name="api-commitments"),
    path("milestones", MilestoneList.as_view(), name="api-milestones"),
    path("pairs", PairList.as_view(), name="api-pairs"),
    path("pairs/<str:key>", PairItem.as_view(), name="api-pair"),
    path("documents", DocumentList.as_view(), name="api-documents"),
    path("documents/<str:number>", DocumentItem.as_view(), name="api-document"),
    path("frameworks", FrameworkList.as_view(), name="api-frameworks"),
    path("frameworks/<str:slug>", FrameworkItem.as_view(), name="api-framework"),
    path("map", Map.as_view(), name="api-map"),
    path("timeline", Timeline.as_view(), name="api-timeline"),
    path("commitment-types", CommitmentTypeList.as_view(), name="api-commitment-types"),
    path("drafts", DraftList.as_view(), name="api-drafts"),
    path("drafts/<int:number>", DraftItem.as_view(), name="api-draft"),
    path("drafts/<int:number>/decisions", DraftDecisions.as_view(), name="api-draft-decisions"),
    path("schema", SchemaView.as_view(), name="api-schema"),
]
