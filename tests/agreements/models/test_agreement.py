import pytest

from agreements.models import Agreement
from agreements.models.agreement import AgreementQuerySet
from tests import cast


@pytest.fixture
def treaty(db: None) -> Agreement:
    """A treaty of GB and UA."""
    cast.parties()
    return cast.agreement()


def test_agreement_is_found_by_its_key(treaty: Agreement) -> None:
    assert AgreementQuerySet(Agreement).with_key(treaty.key).get() == treaty


@pytest.mark.parametrize(
    "key",
    ["", "A-", "{pk}", "a-{pk}", "A-{pk}x", "A--{pk}", "A- {pk}", "A-٣", "A-²", "A-" + "9" * 30],
)
def test_what_is_no_key_finds_nothing(treaty: Agreement, key: str) -> None:
    assert not AgreementQuerySet(Agreement).with_key(key.format(pk=treaty.pk)).exists()


def test_pair_is_found_in_either_order(treaty: Agreement) -> None:
    agreements = AgreementQuerySet(Agreement)
    assert agreements.between("GB", "UA").get() == agreements.between("UA", "GB").get() == treaty
    assert not agreements.between("GB", "PL").exists()
