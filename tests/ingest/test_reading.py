"""Who reads: the model where the settings name one, the rules where they don't or it fails."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pytest_django.fixtures import Settings

from agreements.models import Draft
from agreements.proposal import Proposal
from ingest import jobs, pipeline, reader, reading
from ingest.models import Article, TokensSpent
from tests.ingest.articles import PACT, hand_in
from tests.ingest.llm.server import Answer, Server, agreements, completion, model_server
from tests.ingest.llm.told import value
from tests.record import load_record

PUBLISHED = date(2026, 3, 5)
FOUND = {
    "parties": {"codes": ["EE", "JP"], "quote": "Estonia and Japan"},
    "title": {"quote": "a security agreement"},
    "kind": None,
    "status": value("signed", "signed a security agreement"),
    "place": {"quote": "Tallinn"},
    "salience": "main",
}


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    with model_server() as running:
        settings.READER_LLM_URL = running.url
        settings.READER_LLM_MODEL = "played"
        settings.READER_LLM_KEY = "sk-very-secret"
        settings.READER_LLM_SECONDS = 60
        running.says(agreements(FOUND))
        yield running


def read() -> reading.Reading:
    return reading.read(PACT, published=PUBLISHED, title=None, publisher=None, about="article 7")


def test_without_an_address_the_rules_read_and_nobody_is_asked() -> None:
    assert reading.language_model() is None
    assert reading.most_time() == timedelta(0)
    found = read()
    assert found.version == reader.READER_VERSION
    assert found.records == reader.read(PACT, published=PUBLISHED)


@pytest.mark.django_db
class TestModel:
    def test_with_an_address_the_model_reads_and_its_tokens_are_counted(
        self, server: Server
    ) -> None:
        server.says(completion(agreements(FOUND), total_tokens=2_500))
        found = read()
        assert found.version.startswith("llm:played:")
        assert [one.parties.value for one in found.records] == [("EE", "JP")]
        assert TokensSpent.objects.get().tokens == 2_500

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            (Answer(401), "http_401"),
            (completion("Sorry."), "no_json"),
            (completion(agreements({"parties": "odd"})), "nothing_proven"),
        ],
    )
    def test_where_it_fails_the_rules_read_and_the_log_says_so(
        self, server: Server, caplog: pytest.LogCaptureFixture, answer: Answer, code: str
    ) -> None:
        server.says(answer)
        found = read()
        assert found == reading.Reading(
            reader.read(PACT, published=PUBLISHED), reader.READER_VERSION, is_makeshift=True
        )
        assert "article 7 is read by rules, not by llm:played:" in caplog.text
        assert caplog.text.rstrip().endswith(code)

    def test_where_the_days_tokens_are_spent_the_rules_read(
        self, server: Server, settings: Settings, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.READER_LLM_DAILY_TOKENS = 1_000
        assert read().version == reader.READER_VERSION
        assert "daily_cap_reached" in caplog.text
        assert server.questions == []

    def test_where_nobody_listens_the_rules_read(self, server: Server, settings: Settings) -> None:
        settings.READER_LLM_URL = "http://127.0.0.1:1/v1"
        settings.READER_LLM_SECONDS = 1
        assert read().version == reader.READER_VERSION

    def test_drafts_name_the_reader_that_made_them(self, server: Server) -> None:
        load_record()
        article = hand_in(published=PUBLISHED).article
        assert pipeline.read(article.pk)
        draft = Draft.objects.get()
        assert draft.reader_version.startswith("llm:played:")
        proposal = Proposal.from_json(draft.proposed)
        assert proposal.parties == ("EE", "JP")
        assert proposal.term("title") is None  # a description is no name
        article.refresh_from_db()
        assert (article.state, article.drafts_made) == (Article.State.READ, 1)

    def test_a_job_is_leased_for_as_long_as_the_model_may_take(
        self, server: Server, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.READER_LLM_SECONDS = 150
        leases: list[timedelta] = []
        monkeypatch.setattr(jobs, "claim", lambda article_id, step, lease: leases.append(lease))
        pipeline.read(hand_in().article.pk)
        assert leases == [timedelta(seconds=210)]
