"""Signing in and out, and the theme."""

import pytest
from django.contrib.auth.models import User
from django.test import Client


def test_a_theme_is_kept_and_the_reader_stays(client: Client) -> None:
    response = client.post("/theme", {"theme": "dark", "next": "/about/map"})
    assert response.headers["Location"] == "/about/map"
    assert 'data-theme="dark"' in client.get("/about/map").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1", ""])
def test_the_theme_leads_to_no_other_site(client: Client, target: str) -> None:
    assert client.post("/theme", {"theme": "dark", "next": target}).headers["Location"] == "/"


def test_a_theme_nobody_knows_is_not_kept(client: Client) -> None:
    client.post("/theme", {"theme": '"><script>', "next": "/about/map"})
    assert "data-theme=" not in client.get("/about/map").content.decode().split("<body>")[0]


@pytest.mark.django_db
def test_a_wrong_password_says_so(client: Client, editor: User) -> None:
    response = client.post("/login", {"username": "olena", "password": "wrong"})
    assert "do not fit together" in response.content.decode()


def test_signing_in_leads_to_the_queue(client: Client, editor: User) -> None:
    form = {"username": "olena", "password": "a long enough word"}
    assert client.post("/login", form).headers["Location"] == "/review"


def test_signing_out_leads_to_the_map(desk: Client) -> None:
    assert desk.post("/logout").headers["Location"] == "/"


def test_readers_get_no_cookie(client: Client, db: None) -> None:
    response = client.get("/agreements")
    assert not response.cookies


def test_browsers_that_look_for_an_icon_find_the_mark(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response.headers["Location"].endswith("img/mark.svg")
