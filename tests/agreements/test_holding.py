"""What is held of an agreement, read with its evidence."""

import pytest

from agreements.holding import gather
from agreements.models import Document
from tests import cast


@pytest.mark.django_db
def test_evidence_knows_its_document_as_it_is_stored() -> None:
    cast.parties()
    (held,) = gather([cast.agreement(cast.signed()).pk])
    (document, *_) = (e.document for m in held.milestones for e in m.shown)
    assert document is not None
    stored = Document.objects.get(pk=document.pk)
    for name in ("url", "publisher", "title", "published"):
        assert getattr(document, name) == getattr(stored, name)
    assert document.published is not None
