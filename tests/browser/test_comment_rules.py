"""The rules on the desk, in a browser: tried, asked about and saved, and nothing in the way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from blog.comments.models import CommentRule, CommentThread
from blog.models import ArticlePage
from tests.browser import admin
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import ReaderCommentFactory, UserFactory

SLUG = "migraine-vs-headache-ketamine"


def is_fine(page: Page) -> None:
    # A message fades in: until then its colors are others.
    page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished))")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_a_rule_is_tried_asked_about_and_saved_by_keyboard(rows, site, browser, size):
    thread = CommentThread.objects.of(ArticlePage.objects.get(slug=SLUG))
    CommentRule.objects.all().delete()
    word = f"crypto{size['width']}"
    for body, verb in [(f"{word} for all", "mark_spam"), (f"My {word} fears", "approve")]:
        getattr(ReaderCommentFactory(thread=thread, body=body), verb)(by=UserFactory())
    name = f"ruling-{size['width']}"
    admin.add_person(name, "Comment moderators")
    context = browser.new_context(viewport=size)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    admin.sign_in(page, site, name)

    page.goto(site.address("/admin/comment-rules/"))
    is_fine(page)
    page.get_by_role("link", name="Write the first rule").press("Enter")
    expect(page.get_by_label("What exactly")).to_be_visible()
    is_fine(page)
    page.get_by_label("What exactly").fill(word)
    page.get_by_role("button", name="Try it").press("Enter")
    expect(page.get_by_role("status", name="What it would have done")).to_contain_text("1 wrongly")
    expect(page.get_by_label("What exactly")).to_have_value(word)
    is_fine(page)
    page.get_by_role("button", name="Create").press("Enter")
    page.get_by_label("Save it all the same").press("Space")
    is_fine(page)
    page.get_by_role("button", name="Create").press("Enter")
    expect(page.get_by_role("link", name=word, exact=True)).to_be_visible()
    is_fine(page)

    rule = CommentRule.objects.get()
    assert rule.pattern == word
    rule.delete()
    assert not errors
    context.close()
