"""What a browser sees on every kind of page a reader can open."""

from io import BytesIO
from typing import Any

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.server import RunningSite
from tests.seo.heads import read_head

ARTICLE = "/blog/migraine-vs-headache-ketamine/"
PAGES = [
    "/",
    "/blog/",
    ARTICLE,
    "/blog/topics/",
    "/blog/topics/migraine/",
    "/team/",
    "/team/editorial-team/",
    "/treatments/ketamine-assisted-therapy/",
    "/locations/",
    "/locations/destin/",
    "/appointments/",
    "/about/",
    "/privacy/",
    "/comment-policy/",
    "/search/",
    "/search/?q=migraine",
    "/search/?q=zzzzz",
]
MISSING = "/nowhere/at-all/"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation',
  event => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def opened(browser: Browser, site: RunningSite, path: str, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    answer = page.goto(site.address(path))
    assert answer.status == (404 if path == MISSING else 200)
    return page


@pytest.mark.parametrize("path", [*PAGES, MISSING])
def test_a_page_has_no_accessibility_violation_in_light_or_dark(browser, site, path):
    for scheme, viewport in (("light", DESKTOP), ("dark", PHONE)):
        page = opened(browser, site, path, color_scheme=scheme, viewport=viewport)

        found = Axe().run(page, options=RULES)

        assert found.violations_count == 0, found.generate_report()
        page.context.close()


@pytest.mark.parametrize("path", [*PAGES, MISSING])
def test_a_page_stays_within_a_narrow_screen(browser, site, path):
    page = opened(browser, site, path, viewport={"width": 320, "height": 640})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


@pytest.mark.parametrize("path", [*PAGES, MISSING])
def test_a_page_breaks_no_policy_sets_no_cookie_and_asks_nobody_else(browser, site, path):
    context = browser.new_context(viewport=DESKTOP)
    context.add_init_script(WATCH)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.address(path))
    page.wait_for_load_state("networkidle")

    assert page.evaluate("window.violations") == []
    assert context.cookies() == []
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    context.close()


def test_the_policy_watch_would_see_a_violation(browser, site):
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(site.address("/"))

    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"1\">')")

    page.wait_for_function("window.violations.length > 0")
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_shared_link_comes_with_a_picture_of_the_size_networks_want(site, path):
    head = read_head(requests.get(site.address(path), timeout=30).content)

    picture = requests.get(head.meta("og:image"), timeout=30)

    assert picture.headers["Content-Type"] == head.meta("og:image:type") == "image/jpeg"
    assert Image.open(BytesIO(picture.content)).size == (1200, 630)
    assert (head.meta("og:image:width"), head.meta("og:image:height")) == ("1200", "630")
    assert head.meta("og:image:alt")
