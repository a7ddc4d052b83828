"""The map in a browser: pointer, keyboard, years, dialogs; in a frame; without script."""

import gzip
import re
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.http import QueryDict
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements import filters
from config.run.places import ROOT
from tests.record import load_record


@pytest.fixture
def map_page(transactional_db: None, browser_page: Page) -> Page:
    """The map in a browser."""
    load_record()
    browser_page.goto("/")
    return browser_page


@pytest.fixture
def plain_page(transactional_db: None, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The map in a browser that runs no script."""
    load_record()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    yield page
    context.close()


def move_to(page: Page, year: int) -> None:
    page.locator(".strip__range").evaluate(
        "(range, year) => { range.value = year;"
        " for (const name of ['input', 'change'])"
        " range.dispatchEvent(new Event(name, {bubbles: true})); }",
        str(year),
    )


def count_of(code: str, question: str) -> int:
    return filters.selected(QueryDict(f"status=in_force&{question}")).count_by("party")[code]


def test_the_map_is_one_tab_stop_with_arrows_and_letters(map_page: Page) -> None:
    map_page.clock.install()
    map_page.goto("/")
    # Letters belong together that follow each other soon: here they do on any machine.
    map_page.clock.pause_at(timezone.now() + timedelta(hours=1))
    stops = map_page.locator('.map a[tabindex="0"]')
    expect(stops).to_have_count(1)
    stops.focus()
    map_page.keyboard.type("tuv")
    assert map_page.evaluate("document.activeElement.dataset.name") == "Tuvalu"
    expect(stops).to_have_count(1)
    map_page.keyboard.press("ArrowLeft")
    assert map_page.evaluate("document.activeElement.dataset.name") != "Tuvalu"
    map_page.keyboard.press("Enter")
    map_page.wait_for_url(re.compile(r"/\?country=[A-Z]{2}$"))


def test_a_pointer_near_a_small_state_means_it(map_page: Page) -> None:
    box = map_page.locator('a[data-code="BH"] .map__dot').bounding_box()
    assert box is not None
    tip = map_page.locator(".tip b")
    for offset in (0, 15):
        map_page.mouse.move(box["x"] + box["width"] / 2 + offset, box["y"] + box["height"] / 2)
        expect(tip).to_be_visible()
    map_page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(tip).to_have_text("Bahrain")


def test_a_region_keeps_the_size_of_dots_and_stays_in_the_address(map_page: Page) -> None:
    dot = map_page.locator('a[data-code="MT"] .map__dot')
    before = dot.bounding_box()
    map_page.get_by_role("link", name="Europe", exact=True).click()
    after = dot.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] == pytest.approx(before["width"], abs=0.7)
    expect(map_page).to_have_url(re.compile("region=europe"))
    assert map_page.locator("svg.map").get_attribute("viewBox") == "416.4 32 192.3 88"


def test_a_year_steps_in_place_and_all_around_the_map_follows(map_page: Page) -> None:
    label = f"United States: {count_of('US', 'as_of=1992-12-31')} agreements"
    move_to(map_page, 1992)
    expect(map_page.locator('a[data-code="US"]')).to_have_attribute("aria-label", label)
    expect(map_page).to_have_url(re.compile(r"/\?as_of=1992-12-31$"))
    expect(map_page.locator(".clockbar")).to_contain_text("31 December 1992")
    expect(map_page.locator(".strip__date")).to_contain_text("In force at end of 1992")
    row = map_page.locator("#table tr", has_text="United States").first
    expect(row).to_contain_text(str(count_of("US", "as_of=1992-12-31")))
    expect(map_page.locator('a[data-code="FR"]')).to_have_attribute(
        "href", "/?as_of=1992-12-31&country=FR"
    )
    move_to(map_page, int(map_page.locator(".strip__range").get_attribute("max") or 0))
    expect(map_page.locator(".clockbar")).to_have_count(0)
    expect(map_page).to_have_url(re.compile("/$"))


def test_the_years_of_one_country_step_its_lines_too(map_page: Page) -> None:
    map_page.goto("/?country=US")
    move_to(map_page, 1992)
    found = filters.selected(QueryDict("party=US&status=in_force&as_of=1992-12-31"))
    partners = set(found.count_by("party")) - {"US"}
    expect(map_page.locator(".arc--in-force")).to_have_count(len(partners))
    expect(map_page.locator(".panel__count")).not_to_have_text("58")
    dashes = map_page.locator(".arc").evaluate_all(
        "arcs => arcs.filter(arc => (getComputedStyle(arc).strokeDasharray === 'none')"
        " !== arc.classList.contains('arc--in-force')).length"
    )
    assert dashes == 0


def test_play_goes_through_the_years_and_stops_at_the_last(map_page: Page) -> None:
    move_to(map_page, 2021)
    play = map_page.get_by_role("button", name="Play through the years")
    play.click()
    expect(map_page.locator(".strip__date")).to_contain_text("today")
    expect(play).to_have_attribute("aria-pressed", "false")


def test_what_can_be_done_opens_as_a_dialog_and_closes(map_page: Page) -> None:
    map_page.locator(".act__name", has_text="Embed").click()
    dialog = map_page.get_by_role("dialog", name="Embed")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("textbox")).to_have_value(
        re.compile(r'^<iframe src="http.*/embed/map"')
    )
    map_page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(map_page.locator("summary:focus")).to_have_text("Embed")


def test_the_box_offers_the_names_on_the_map(map_page: Page) -> None:
    map_page.get_by_label("Go to a country").focus()
    expect(map_page.locator("#goto-names option")).not_to_have_count(0)


def test_without_script_the_year_is_a_form_and_the_embed_code_can_be_read(plain_page: Page) -> None:
    plain_page.locator(".strip__range").fill("1992")
    plain_page.get_by_role("button", name="Show the year").click()
    expect(plain_page.locator(".clockbar")).to_contain_text("31 December 1992")
    plain_page.locator(".act__name", has_text="Share").click()
    expect(plain_page.get_by_role("textbox", name="This map has")).to_have_value(
        re.compile("as_of=1992-12-31")
    )
    plain_page.locator(".filtering__name").click()
    plain_page.get_by_label("Commitment").select_option("consultation")
    plain_page.get_by_role("button", name="Apply").click()
    expect(plain_page.locator(".chip--on").last).to_contain_text("Consultation")


class Elsewhere(BaseHTTPRequestHandler):
    """Another site: its one page frames the addresses that its own address names."""

    def do_GET(self) -> None:
        framed = parse_qs(urlsplit(self.path).query).get("frame", [])
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write("".join(f'<iframe src="{at}"></iframe>' for at in framed).encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of another site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_another_site_can_show_the_map_but_not_the_page(
    transactional_db: None, browser: Browser, live_server: LiveServer, elsewhere: str
) -> None:
    load_record()
    context = browser.new_context()
    page = context.new_page()
    framed = [f"{live_server.url}/embed/map?country=UA", f"{live_server.url}/"]
    page.goto(f"{elsewhere}/?{urlencode({'frame': framed}, doseq=True)}")
    shown, refused = page.frame_locator("iframe").first, page.frame_locator("iframe").last
    expect(shown.locator("svg.map")).to_be_visible()
    whole = shown.get_by_role("link", name="Explore the data")
    expect(whole).to_have_attribute("href", "/?country=UA")
    expect(refused.locator("svg.map")).to_have_count(0)
    context.close()


def test_colours_do_not_fade_for_who_asked_for_less_motion(map_page: Page) -> None:
    map_page.emulate_media(reduced_motion="reduce")
    shape = map_page.locator(".map__shape").first
    assert shape.evaluate("shape => getComputedStyle(shape).transitionDuration") == "0s"


def test_the_years_step_slowly_for_who_asked_for_less_motion(map_page: Page) -> None:
    map_page.add_init_script(
        "window.paces = []; const repeat = window.setInterval;"
        " window.setInterval = (act, pace) => { paces.push(pace); return repeat(act, pace); };"
    )
    paces = {}
    motions: tuple[Literal["reduce", "no-preference"], ...] = ("reduce", "no-preference")
    for motion in motions:
        map_page.emulate_media(reduced_motion=motion)
        map_page.goto("/")
        map_page.get_by_role("button", name="Play through the years").click()
        expect(map_page.locator("[data-play]")).to_have_attribute("aria-pressed", "true")
        paces[motion] = map_page.evaluate("paces")
    assert paces == {"reduce": [1200], "no-preference": [160]}


@pytest.mark.parametrize(
    ("address", "kilobytes", "most"),
    [
        ("/", 80, 1500),
        ("/?country=UA", 85, 1800),
        ("/?country=US", 85, 1800),
        ("/embed/map", 70, 1200),
    ],
)
def test_a_map_stays_within_its_budget(
    map_page: Page, live_server: LiveServer, address: str, kilobytes: int, most: int
) -> None:
    sent = map_page.request.get(f"{live_server.url}{address}").body()
    assert len(gzip.compress(sent)) <= kilobytes * 1000
    map_page.goto(address)
    assert map_page.evaluate("document.querySelectorAll('*').length") <= most


def test_the_scripts_of_an_embedded_map_are_small() -> None:
    scripts = [(ROOT / "static" / "js" / name).read_bytes() for name in ("map.js", "strip.js")]
    assert sum(len(gzip.compress(script)) for script in scripts) <= 5000
