"""The comment form in a browser with JavaScript: nothing typed is lost, nothing is sent twice."""

import datetime as dt
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from blog.comments.models import ReaderComment
from intake.models import RateCount
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_public_pages import ARTICLE, RULES

SUBMIT = re.compile(r"/comments/\d+/$")


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desk"])
def page(request, browser, site):
    """The article, on a phone and at a desk."""
    context = browser.new_context(viewport=request.param)
    page = context.new_page()
    page.goto(site.address(ARTICLE))
    yield page
    assert context.cookies() == []
    context.close()


@pytest.fixture
def at_a_desk(browser, site):
    """The article at a desk alone, for what does not depend on the screen."""
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto(site.address(ARTICLE))
    yield page
    context.close()


def fill(page: Page, email: str, text: str) -> None:
    page.get_by_label("Name").fill("Sample commenter")
    page.get_by_label("Email").fill(email)
    body(page).fill(text)


def body(page: Page) -> Locator:
    return page.locator("textarea[name=body]")


def post(page: Page) -> None:
    page.get_by_role("button", name="Post Comment").click()


def arrived(email: str) -> list[ReaderComment]:
    return list(ReaderComment.objects.filter(author_email=email))


def assert_accessible(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


# --- replying in place ----------------------------------------------------------------------


def test_a_reply_is_written_below_what_it_answers_and_cancelling_leads_back(rows, page):
    link = page.locator(".comment__reply").first
    name = link.locator("xpath=ancestor::article").locator(".comment__author").inner_text()

    link.click()
    expect(page.get_by_role("heading", name=f"Reply to {name}")).to_be_visible()
    expect(page.get_by_label("Name")).to_be_focused()
    above = page.locator("article.comment + #respond")
    expect(above).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name="Cancel reply").click()
    expect(link).to_be_focused()
    expect(page.get_by_role("heading", name="Leave a Reply")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel reply")).to_be_hidden()
    expect(above).to_have_count(0)


def test_a_reply_survives_a_reload_and_reaches_the_one_it_answers(rows, page):
    word = f"reply-{page.viewport_size['width']}"
    email = f"{word}@example.org"
    link = page.locator(".comment__reply").first
    parent = int(link.get_attribute("href").split("/")[-2])
    link.click()
    fill(page, email, f"I would like to answer that, {word}.")

    page.reload()
    expect(page.locator("article.comment + #respond")).to_be_visible()
    expect(body(page)).to_have_value(f"I would like to answer that, {word}.")
    post(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert [comment.parent_id for comment in arrived(email)] == [parent]


# --- asked before it is public --------------------------------------------------------------


def test_a_telephone_number_is_asked_about_once_and_nothing_is_lost(rows, page):
    email = f"asked-{page.viewport_size['width']}@example.org"
    text = f"Please call me at 850-555-0123 about this, says {page.viewport_size['width']}."
    fill(page, email, text)
    post(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Check your comment")
    expect(page.locator("#personal")).to_contain_text("850-555-0123")
    expect(body(page)).to_have_value(text)
    assert_accessible(page)
    assert arrived(email) == []
    post(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert [(comment.body, comment.phi_flag) for comment in arrived(email)] == [(text, True)]


# --- never twice, never lost ----------------------------------------------------------------


def test_a_double_click_is_one_comment(rows, at_a_desk):
    fill(at_a_desk, "twice@example.org", "Pressed twice, meant once.")

    at_a_desk.get_by_role("button", name="Post Comment").dblclick()

    expect(at_a_desk.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert len(arrived("twice@example.org")) == 1


def test_an_answer_that_never_comes_keeps_everything_and_a_retry_is_one_comment(rows, at_a_desk):
    page = at_a_desk
    fill(page, "lost@example.org", "The site has it, and the answer is lost on the way.")

    def lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("timedout")

    page.route(SUBMIT, lose)
    post(page)
    status = page.locator(".comment-form output")
    expect(status).to_have_text(re.compile("could not be sent. Nothing you wrote is lost"))
    expect(body(page)).to_have_value("The site has it, and the answer is lost on the way.")
    assert len(arrived("lost@example.org")) == 1

    page.unroute(SUBMIT)
    post(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert len(arrived("lost@example.org")) == 1


def test_too_many_comments_are_told_in_place_and_keep_their_text(rows, at_a_desk):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for later in range(2):
        starts = hour + dt.timedelta(hours=later)
        RateCount.objects.update_or_create(
            scope="comment.site",
            who="",
            starts_at=starts,
            ends_at=starts + dt.timedelta(hours=1),
            defaults={"count": 10_000},
        )
    fill(at_a_desk, "flood@example.org", "One of very many.")
    try:
        post(at_a_desk)
        notice = at_a_desk.get_by_role("alert")
        expect(notice).to_be_focused()
        expect(notice).to_contain_text("Nothing you wrote is lost")
    finally:
        RateCount.objects.filter(scope="comment.site").delete()
    expect(body(at_a_desk)).to_have_value("One of very many.")
    assert_accessible(at_a_desk)

    post(at_a_desk)
    expect(at_a_desk.get_by_role("heading", level=1)).to_have_text("Thank you")


def test_the_draft_is_kept_through_a_preview_and_gone_once_it_is_taken(rows, site, page):
    word = f"preview-{page.viewport_size['width']}"
    email = f"{word}@example.org"
    fill(page, email, f"Looked at first, {word}.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your comment")
    assert_accessible(page)
    assert not arrived(email)

    page.goto(site.address(ARTICLE))
    expect(body(page)).to_have_value(f"Looked at first, {word}.")
    page.get_by_role("button", name="Preview").click()
    post(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert len(arrived(email)) == 1

    page.goto(site.address(ARTICLE))
    expect(body(page)).to_have_value("")
    expect(page.get_by_label("Name")).to_have_value("")


def test_somebody_is_told_politely_when_room_runs_short(at_a_desk):
    status = at_a_desk.locator(".comment-form output")
    body(at_a_desk).fill("x" * 4_700)
    expect(status).to_be_empty()
    body(at_a_desk).fill("x" * 4_905)
    expect(status).to_have_text("About 100 characters left.")
    body(at_a_desk).fill("x" * 5_041)
    expect(status).to_have_text("40 characters too many.")


# --- after writing --------------------------------------------------------------------------


def test_mistakes_receipt_change_and_withdrawal_are_accessible_and_work(rows, site, page):
    word = f"change-{page.viewport_size['width']}"
    email = f"{word}@example.org"
    fill(page, email, " ")
    post(page)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(body(page)).to_have_attribute("aria-invalid", "true")
    assert page.title().startswith("Error:")
    assert_accessible(page)

    body(page).fill(f"A comment with a typpo, {word}.")
    post(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert_accessible(page)

    page.get_by_role("link", name="Change this comment").click()
    assert_accessible(page)
    body(page).fill(" ")
    page.get_by_role("button", name="Save Changes").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    body(page).fill(f"A comment without a typo, {word}.")
    page.get_by_role("button", name="Save Changes").click()
    expect(page.get_by_text("without a typo")).to_be_visible()
    assert [comment.body for comment in arrived(email)] == [f"A comment without a typo, {word}."]

    page.get_by_text("Withdraw this comment").click()
    assert_accessible(page)
    page.get_by_role("button", name="Remove my comment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your comment is removed")
    assert_accessible(page)
    assert not arrived(email)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_the_pages_that_work_without_a_script_are_accessible_on_a_phone(rows, site, page):
    reply = page.locator(".comment__reply").first.get_attribute("href")
    page.goto(site.address(reply))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Reply to"))
    assert_accessible(page)

    # As a browser sends it that runs no script.
    page.evaluate("document.querySelector('.comment-form').submit()")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.title().startswith("Error:")
    assert_accessible(page)
