"""The frame around every page, refusals included."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_request_for_another_host_is_refused_inside_the_frame(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/agreements", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert b"Accord Atlas" in answer.content
