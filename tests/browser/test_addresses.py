"""SEO rows 35 and 37 in a browser: the question before a page goes, and the one-click redirect."""

import time

import pytest
import requests
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from blog.models import ArticlePage
from redirects.models import MissingAddress
from tests.browser import admin
from tests.browser.server import RunningSite


@pytest.fixture
def article(rows) -> ArticlePage:
    """One of the starter articles."""
    others = ArticlePage.objects.live().exclude(slug="migraine-vs-headache-ketamine")
    return others.order_by("-pk").first()


@pytest.fixture
def name(rows) -> str:
    """Somebody who edits."""
    name = f"editor-{timezone.now().timestamp():.6f}"
    admin.add_person(name, "Editors")
    return name


def answer_at(site: RunningSite, path: str) -> requests.Response:
    return requests.get(site.address(path), allow_redirects=False, timeout=10)


def publish_again(article: ArticlePage) -> None:
    """Put the page back, as on another machine: the site hears of it within half a second."""
    ArticlePage.objects.get(pk=article.pk).save_revision().publish()


def test_row_35_unpublishing_asks_and_the_answer_holds_until_the_page_is_back(
    site, context, article, name
):
    page = context.new_page()
    admin.sign_in(page, site, name)
    page.goto(site.address(f"/admin/pages/{article.pk}/unpublish/"))
    page.get_by_role("button", name="Yes, unpublish it").click()

    expect(page.get_by_role("heading", name="What shall readers find there?")).to_be_visible()
    expect(page.get_by_text(article.url.rstrip("/"), exact=True)).to_be_visible()
    assert answer_at(site, article.url).status_code == 200
    page.get_by_label("Another page").check()
    page.get_by_role("button", name="Unpublish", exact=True).click()
    expect(page.get_by_text("Choose the page, or write its address below.")).to_be_visible()

    page.get_by_role("button", name="Choose a page").click()
    chooser = page.locator(".modal-dialog, [role=dialog]")
    chooser.get_by_role("searchbox").or_(chooser.get_by_label("Search term")).first.fill("Team")
    chooser.get_by_role("link", name="Our team").or_(
        chooser.locator("a.choose-page")
    ).first.click()
    page.get_by_role("button", name="Unpublish", exact=True).click()
    page.wait_for_load_state()

    assert answer_at(site, article.url).status_code == 301
    publish_again(article)
    wait_for(lambda: answer_at(site, article.url).status_code == 200)


def test_row_35_the_question_needs_no_javascript(
    site: RunningSite, browser: Browser, article: ArticlePage, name: str
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    admin.sign_in(page, site, name)
    page.goto(site.address(f"/admin/pages/{article.pk}/unpublish/"))
    page.get_by_role("button", name="Yes, unpublish it").click()
    page.get_by_label("That it is gone for good").check()
    page.get_by_role("button", name="Unpublish", exact=True).click()

    gone = answer_at(site, article.url)
    context.close()
    assert gone.status_code == 410
    assert "The page that was here is gone" in gone.text
    assert answer_at(site, article.url).headers["X-Cache"] == "hit"
    publish_again(article)
    wait_for(lambda: answer_at(site, article.url).status_code == 200)


def test_row_37_one_click_redirects_what_readers_did_not_find(
    site: RunningSite, context, article: ArticlePage, name: str
):
    old = f"/2019/05/{article.slug}s/"
    assert answer_at(site, old).status_code == 404
    wait_for(lambda: MissingAddress.objects.filter(path=old.rstrip("/")).exists())
    page: Page = context.new_page()
    admin.sign_in(page, site, name)
    page.goto(site.address("/admin/redirects/missing/"))

    row = page.get_by_role("row").filter(has_text=old.rstrip("/"))
    expect(row.get_by_role("link", name=article.title)).to_be_visible()
    row.get_by_role("button", name="Redirect /2019").click()

    expect(page.get_by_text("leads to “")).to_be_visible()
    sent_on = answer_at(site, old)
    assert (sent_on.status_code, sent_on.headers["Location"]) == (301, article.url)


def wait_for(happened, seconds: float = 40) -> None:
    """Wait until the site has written down what it counts, or hears of what we changed here."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it has not happened"
        time.sleep(0.5)
