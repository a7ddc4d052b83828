"""Articles through workers, broker and database: in batches, one by one, and without a broker."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

from django.test.utils import override_settings

from agreements.models import Document, Draft
from bench import newspaper
from bench.meter import Meter
from bench.publisher import world
from bench.rounds import OWN, Anchor, Case, Figure, Measured, Way
from bench.stage import Stage, same
from bench.steps import REST, Steps
from bench.workshop import Workshop, both, workshop
from ingest import fetching, pipeline
from ingest.doorbell import BATCH
from ingest.models import Article, Job

_MANY: Final = 200
_FEW: Final = 10
# A record this small is made to try the bench, not to judge by.
_SMALL: Final = 1_000
_CORES: Final = 2


def cases(stage: Stage) -> Iterator[Case]:
    """Yield the cases: from stored bytes, then from a publisher on loopback."""
    count = _FEW if stage.rows < _SMALL else _MANY
    shop = stage.closing.enter_context(workshop(both()))
    one_by_one = partial(_laid, shop, Job.Step.READ, count, 1)
    yield Case(
        "tasks",
        Way(OWN, [partial(_laid, shop, Job.Step.READ, count)], share=count),
        [
            Anchor(Way("single", [one_by_one], share=count), "single", "a task for each article"),
            Anchor(
                Way("loop", [partial(_looped, shop, count)], share=count),
                "loop",
                "a loop in one process, without broker and workers",
            ),
        ],
        lambda: _check(shop, Job.Step.READ),
        lambda measured: [*_overhead(shop, measured, count), *_shares(stage, shop, count)],
        meter=shop,
    )
    yield Case(
        "tasks.fetched",
        Way(OWN, [partial(_laid, shop, Job.Step.FETCH, count)], share=count),
        [],
        lambda: _check(shop, Job.Step.FETCH),
        lambda measured: [*_pace(measured), *_memory(shop)],
        meter=shop,
    )


def _laid(
    shop: Workshop, step: Job.Step, count: int, batch: int | None = None
) -> Callable[[], None]:
    articles = shop.lay(step, count)
    return partial(shop.work, step, articles, *([batch] if batch else []))


def _looped(shop: Workshop, count: int) -> Callable[[], None]:
    return partial(_read_here, shop.lay(Job.Step.READ, count))


def _read_here(articles: Sequence[int]) -> None:
    for each in articles:
        pipeline.read(each)


def _check(shop: Workshop, step: Job.Step) -> None:
    """Insist that workers and a loop make the same of the same articles: what was written."""
    articles = shop.lay(step, 6)
    shop.work(step, articles)
    told = dict(Article.objects.filter(pk__in=articles).values_list("url", "drafts_made"))
    numbers = [int(url.rpartition("/")[2]) for url in told]
    written = [int(newspaper.story(number).signed is not None) for number in numbers]
    same(list(told.values()), written, "drafts of what workers read")
    documents = Document.objects.filter(url__in=told)
    same(documents.count(), len(articles), "documents of what workers read")
    same(Draft.objects.filter(document__in=documents).count(), sum(written), "their drafts")


def _overhead(shop: Workshop, measured: Measured, tasks: int) -> Sequence[Figure]:
    """Tell what a task costs by itself, and which share of a batch that is.

    Measured with so many rings for an article that there is not.
    """
    idle = shop.measure(partial(_ring_for_nothing, shop, tasks))
    loop = shop.measure(partial(_read_here, [0] * BATCH * tasks))
    task = max(0.0, (idle.cpu - loop.cpu) / tasks)
    batch = BATCH * measured.median(OWN).cpu
    return [Figure("task_ms", task), Figure("overhead_pct", 100 * task / batch), *_pace(measured)]


def _ring_for_nothing(shop: Workshop, tasks: int) -> None:
    shop.ring(Job.Step.READ, [0] * BATCH * tasks)
    shop.drain(Job.Step.READ)


def _pace(measured: Measured) -> Sequence[Figure]:
    """Tell the pace by the clock, and what both cores could do if nobody else used them."""
    cost = measured.median(OWN)
    return [
        Figure("article_ms", cost.cpu),
        Figure("articles_s", 1000 / cost.wall),
        Figure("two_cores_articles_s", _CORES * 1000 / cost.cpu),
    ]


def _memory(shop: Workshop) -> Sequence[Figure]:
    return [Figure(f"{step}_worker_mb", shop.memory(step).resident) for step in both()]


def _shares(stage: Stage, shop: Workshop, count: int) -> Sequence[Figure]:
    """Tell which share of an article's time each step has, from its address to its drafts."""
    steps = Steps(Meter(lambda: stage.backends))
    articles = shop.lay(Job.Step.FETCH, count)
    with _at_home(shop.port), steps.watching():
        for each in articles:
            steps.time(REST, partial(pipeline.run, each))
    return [Figure(f"{name}_pct", share) for name, share in steps.shares().items()]


@contextmanager
def _at_home(port: int) -> Iterator[None]:
    """Have this process fetch from the publisher too, as often as it likes."""
    before, fetching.NETWORK = fetching.NETWORK, world(port)
    try:
        with override_settings(FETCH_PAUSE_SECONDS=0):
            yield
    finally:
        fetching.NETWORK = before
