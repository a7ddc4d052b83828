"""The tables of the record."""

from agreements.models.agreement import Agreement, AgreementKind, CommitmentType, Status
from agreements.models.api_key import ApiKey, KeptAnswer, Scope
from agreements.models.card import Card, StatusSpan
from agreements.models.change import RecordChange
from agreements.models.commitment import Commitment, Strength
from agreements.models.decision import Decision, Opinion, Receipt, RecordVersion
from agreements.models.document import Document
from agreements.models.draft import Draft
from agreements.models.evidence import Evidence
from agreements.models.look import Look
from agreements.models.milestone import REPEATABLE, Milestone, MilestoneKind
from agreements.models.party import Framework, Party
from agreements.models.report import Report
from agreements.models.statements import Rank, Statement
from agreements.models.term import SEVERAL, Link, Term, TermName
from agreements.models.word import Word

__all__ = [
    "REPEATABLE",
    "SEVERAL",
    "Agreement",
    "AgreementKind",
    "ApiKey",
    "Card",
    "Commitment",
    "CommitmentType",
    "Decision",
    "Document",
    "Draft",
    "Evidence",
    "Framework",
    "KeptAnswer",
    "Link",
    "Look",
    "Milestone",
    "MilestoneKind",
    "Opinion",
    "Party",
    "Rank",
    "Receipt",
    "RecordChange",
    "RecordVersion",
    "Report",
    "Scope",
    "Statement",
    "Status",
    "StatusSpan",
    "Strength",
    "Term",
    "TermName",
    "Word",
]
