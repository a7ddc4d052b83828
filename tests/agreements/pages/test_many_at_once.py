"""Twenty browsers at one queue: real threads, real connections, real PostgreSQL."""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from agreements import curation
from agreements.models import Decision, Draft
from agreements.revision import Revision
from agreements.verification import verify
from tests import cast
from tests.desk import Sent, form_of, hidden, opened, send, told

pytestmark = pytest.mark.django_db(transaction=True)

BROWSERS = 20
STEPS = 8
SECONDS = 10  # on a slow machine they do less then, but each decides something
PAIRS = (("GB", "UA"), ("DE", "UA"), ("PL", "UA"), ("JP", "US"), ("DE", "PL"), ("GB", "JP"))
# Every lease that passes from one editor straight to another, as the database sees it.
WATCH_LEASES = """
CREATE TABLE handed_over (draft bigint, was int, became int);
CREATE FUNCTION note_lease() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO handed_over VALUES (NEW.id, OLD.lease_by_id, NEW.lease_by_id); RETURN NULL;
END $$;
CREATE TRIGGER note_lease AFTER UPDATE ON agreements_draft FOR EACH ROW
    WHEN (OLD.lease_by_id <> NEW.lease_by_id) EXECUTE FUNCTION note_lease();
"""
FORGET_LEASES = """
DROP TRIGGER note_lease ON agreements_draft; DROP FUNCTION note_lease; DROP TABLE handed_over;
"""


def at_once(deeds: list[Callable[[], None]]) -> list[BaseException]:
    """Do these in a thread each, begun together; returns what they raised."""
    raised: list[BaseException] = []
    barrier = threading.Barrier(len(deeds))

    def run(deed: Callable[[], None]) -> None:
        try:
            barrier.wait(60)
            deed()
        except BaseException as error:  # noqa: BLE001  the test fails with it
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def browser(number: int) -> tuple[Client, User]:
    editor = User.objects.create_user(f"editor{number}")
    client = Client()
    client.force_login(editor)
    return client, editor


@pytest.fixture
def queue(transactional_db: None) -> list[Draft]:
    """Drafts of forty agreements, of a few pairs of states."""
    cast.parties()
    stories = (
        cast.signed(f"{1980 + n}-03-02", title=f"Pact {n}", parties=PAIRS[n % len(PAIRS)])
        for n in range(40)
    )
    drafts = [story.commitment("consultation").draft() for story in stories]
    Draft.objects.update(head=None)
    return drafts


@pytest.fixture
def handed_over(transactional_db: None) -> Iterator[Callable[[], Counter[tuple[int, int]]]]:
    """Tell to whom each draft passed straight from another editor, and how often."""
    with connection.cursor() as cursor:
        cursor.execute(WATCH_LEASES)

    def told_of() -> Counter[tuple[int, int]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT draft, became FROM handed_over")
            return Counter((draft, became) for draft, became in cursor.fetchall())

    yield told_of
    with connection.cursor() as cursor:
        cursor.execute(FORGET_LEASES)


@dataclass
class Browser:
    """One editor who does this and that, and counts what was answered."""

    client: Client
    editor: User
    drafts: list[Draft]
    dice: random.Random
    answers: Counter[int] = field(default_factory=Counter)
    decided: set[str] = field(default_factory=set)
    taken_over: Counter[tuple[int, int]] = field(default_factory=Counter)

    def work(self) -> None:
        deeds = (
            self.approve, self.approve, self.approve, self.reject, self.reject, self.renew,
            self.take_over, self.leave, self.edit, self.undo, self.send_twice,
        )  # fmt: skip
        ends = time.monotonic() + SECONDS
        for _ in range(STEPS):
            if self.decided and time.monotonic() > ends:
                return
            self.dice.choice(deeds)(self.dice.choice(self.drafts))

    def ask(self, draft: Draft, sent: Sent, to: str = "decide") -> HttpResponse:
        answer = send(self.client, draft, sent, to)
        self.answers[answer.status_code] += 1
        return answer

    def open(self, draft: Draft) -> Sent:
        page = told(self.client.get(f"/review/{draft.pk}"))
        has_form = 'name="keep"' in page
        return form_of(page) | {"held_by": hidden(page, "held_by")} if has_form else {}

    def decide(self, draft: Draft, **said: object) -> None:
        sent = self.open(draft) | said
        if "key" in sent and self.ask(draft, sent).status_code == 302:
            self.decided.add(str(sent["key"]))

    def approve(self, draft: Draft) -> None:
        self.decide(draft)

    def reject(self, draft: Draft) -> None:
        self.decide(draft, verdict="reject", reason="Read wrongly")

    def send_twice(self, draft: Draft) -> None:
        sent = self.open(draft)
        for _ in range(2 if sent else 0):
            if self.ask(draft, sent).status_code == 302:
                self.decided.add(str(sent["key"]))

    def renew(self, draft: Draft) -> None:
        self.ask(draft, {"lease": ""}, "lease")

    def leave(self, draft: Draft) -> None:
        self.ask(draft, self.open(draft), "release")

    def take_over(self, draft: Draft) -> None:
        sent = self.open(draft)
        if sent.get("held_by"):
            answer = self.ask(draft, sent, "take-over")
            if "You have this draft now" in told(answer):
                self.taken_over[draft.pk, self.editor.pk] += 1

    def edit(self, draft: Draft) -> None:
        version = Draft.objects.values_list("version", flat=True).get(pk=draft.pk)
        try:
            curation.revise(draft.pk, self.editor, version, Revision(frozenset({2})))
        except curation.CurationError:
            self.answers[409] += 1

    def undo(self, draft: Draft) -> None:
        decision = draft.decisions.filter(undone_by=None).first()
        if decision is not None:
            answer = self.client.post(f"/review/decisions/{decision.pk}/undo")
            self.answers[answer.status_code] += 1


def test_twenty_browsers_lose_nothing_and_publish_nothing_twice(
    queue: list[Draft], handed_over: Callable[[], Counter[tuple[int, int]]]
) -> None:
    browsers = [
        Browser(*browser(number), queue, random.Random(number))  # noqa: S311  dice, no secrets
        for number in range(BROWSERS)
    ]
    assert at_once([each.work for each in browsers]) == []
    answers = sum((each.answers for each in browsers), Counter[int]())
    assert set(answers) <= {200, 204, 302, 409}, answers
    # What was answered as decided is decided, once, and nothing else is.
    made = Decision.objects.filter(verb__in=["approve", "reject"])
    by_editor = Counter(made.values_list("editor__username", flat=True))
    told_so = {e.editor.username: len(e.decided) for e in browsers if e.decided}
    assert by_editor == told_so
    assert by_editor.total() > BROWSERS / 2
    # No lease went from one to another but by take-over.
    announced = sum((each.taken_over for each in browsers), Counter[tuple[int, int]]())
    assert handed_over() <= announced
    assert verify().differences == []
    call_command("verify", verbosity=0)


def test_of_twenty_who_open_a_draft_at_once_one_has_it(queue: list[Draft]) -> None:
    editors = [User.objects.create_user(f"editor{number}") for number in range(BROWSERS)]
    winners: list[User] = []

    def take(editor: User) -> None:
        if curation.take_lease(Draft.objects.get(pk=queue[0].pk), editor):
            winners.append(editor)

    assert at_once([lambda editor=editor: take(editor) for editor in editors]) == []  # type: ignore[misc]  # bound early
    assert winners == [Draft.objects.get(pk=queue[0].pk).lease_by]


def test_of_twenty_who_take_a_draft_over_at_once_one_gets_it(queue: list[Draft]) -> None:
    holder = cast.olena()
    curation.take_lease(queue[0], holder)
    editors = [User.objects.create_user(f"editor{number}") for number in range(BROWSERS)]
    refused: list[str] = []
    got: list[User] = []

    def take_over(editor: User) -> None:
        try:
            curation.take_over(queue[0].pk, editor, held_by=holder.pk)
            got.append(editor)
        except curation.LeaseLostError as error:
            refused.append(error.holder.username)

    assert at_once([lambda editor=editor: take_over(editor) for editor in editors]) == []  # type: ignore[misc]  # bound early
    (winner,) = got
    assert refused == [winner.username] * (BROWSERS - 1)


def test_two_equal_requests_at_once_are_one_decision_with_one_answer(queue: list[Draft]) -> None:
    client, _ = browser(0)
    cookies = client.cookies
    sent = opened(client, queue[0])
    answers: list[str] = []

    def decide() -> None:
        own = Client()
        own.cookies = cookies
        answers.append(send(own, queue[0], sent).headers.get("Location", "refused"))

    assert at_once([decide] * 4) == []
    assert len(set(answers)) == 1
    assert re.fullmatch(r"/review/\d+", answers[0])
    assert Decision.objects.filter(draft=queue[0]).count() == 1
