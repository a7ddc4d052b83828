"""Files from a real web server: who reads too slowly gets half a file, and knows it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from django.db import connection
from django.test import Client

from config.run.places import ROOT
from config.run.ports import LOOPBACK, ReservedPort
from config.run.servers import DATABASE_URL
from tests.record import load_record

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/api/v1/agreements.jsonl"
# More than what lies in buffers between the database and the reader.
PADDING = 100_000


@contextmanager
def web_server(export_seconds: int) -> Iterator[int]:
    """Serve the test's record; yields the port."""
    port = ReservedPort()
    number = port.number
    port.release()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind"]
    command += [f"{LOOPBACK}:{number}", "--worker-class", "gthread", "--no-control-socket"]
    name = connection.settings_dict["NAME"]
    database = os.environ[DATABASE_URL].rpartition("/")[0]
    told = {DATABASE_URL: f"{database}/{name}", "EXPORT_SECONDS": str(export_seconds)}
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | told)
    try:
        wait_for(number)
        yield number
    finally:
        server.terminate()
        server.wait(120)


def wait_for(port: int) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


@contextmanager
def asked(port: int) -> Iterator[http.client.HTTPResponse]:
    with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=120)) as caller:
        caller.request("GET", ADDRESS)
        yield caller.getresponse()


def test_a_file_that_takes_too_long_does_not_look_whole() -> None:
    load_record()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agreements_card SET item_json = overlay(item_json placing %s from 1 for 1)",
            [f'{{"padding":"{"x" * PADDING}",'],
        )
    whole = Client().get(ADDRESS).getvalue()
    with web_server(export_seconds=2) as port:
        with asked(port) as answer:
            assert answer.status == 200
            time.sleep(3)
            with pytest.raises((http.client.IncompleteRead, ConnectionError)):
                answer.read()
        with asked(port) as answer:
            assert whole.startswith(answer.read(1_000_000))
    assert whole.count(b"\n") > 280
