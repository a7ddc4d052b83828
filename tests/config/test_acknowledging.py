"""A worker whose broker went away while it had all it may hold goes on when the broker is back."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery
from celery.worker.request import Request
from kombu.connection import Connection
from kombu.entity import Queue
from kombu.message import Message
from kombu.messaging import Consumer

from config.acknowledging import ForgetfulRequest
from config.celery import app
from config.run.valkey import ValkeyServer
from ingest.tasks import read_articles


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[ValkeyServer]:
    server = ValkeyServer(tmp_path)
    server.start()
    yield server
    server.stop()


def taken(connection: Connection, url: str) -> Message:
    """Take a message as a worker does that may hold one."""
    Celery(broker=url, set_as_current=False).send_task("some.task", queue="some")
    found: list[Message] = []
    consumer = Consumer(
        connection.channel(),
        [Queue("some")],
        callbacks=[lambda _, message: found.append(message)],
        prefetch_count=1,
    )
    with consumer:
        connection.drain_events(timeout=10)
    return found[0]


def request(kind: type[Request], message: Message) -> Request:
    return kind(
        message,
        on_ack=message.ack_log_error,
        on_reject=message.reject_log_error,
        task=app.tasks[read_articles.name],
        connection_errors=Connection("redis://").connection_errors,
        eventer=None,
        app=app,
    )


@pytest.mark.parametrize("outcome", ["acknowledge", "reject"])
def test_a_message_that_no_broker_hears_of_is_let_go_of(
    broker: ValkeyServer, caplog: pytest.LogCaptureFixture, outcome: str
) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    with Connection(broker.url) as connection:
        message = taken(connection, broker.url)
        qos = message.channel.qos
        assert not qos.can_consume()
        broker.stop()
        getattr(request(Request, message), outcome)()
        assert not qos.can_consume()  # Celery's own: why ours is there
        getattr(request(ForgetfulRequest, message), outcome)()
        assert qos.can_consume()


def test_all_tasks_are_of_that_kind() -> None:
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert read_articles.name in {task.name for task in ours}
    assert {task.Request for task in ours} == {ForgetfulRequest}
