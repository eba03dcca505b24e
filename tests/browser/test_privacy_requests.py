"""Somebody's data found, handed out and erased, in a browser and by who has the right."""

import json
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Permission
from playwright.sync_api import Page, expect

from blog.comments.models import CommentThread, ReaderComment
from blog.models import ArticlePage
from tests.browser import admin
from tests.factories import ReaderCommentFactory

ADDRESS = "forgotten@example.org"


def assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_request_is_answered_from_the_menu_to_the_last_question(rows, site, context):
    article = ArticlePage.objects.get(slug="migraine-vs-headache-ketamine")
    ReaderCommentFactory(
        thread=CommentThread.objects.of(article), author_email=ADDRESS, body="Forget me, please."
    )
    person = admin.add_person("answering", "Comment moderators")
    person.user_permissions.add(Permission.objects.get(codename="erase_readercomment"))
    page = context.new_page()
    admin.sign_in(page, site, "answering")

    page.goto(site.address("/admin/privacy/"))
    assert_accessible(page)
    page.get_by_label("Email address").fill(ADDRESS)
    page.get_by_role("button", name="Show what is kept").click()
    expect(page.get_by_text("Forget me, please.")).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all of it").click()
    told = json.loads(Path(download.value.path()).read_text())
    assert told["kept"]["Reader comments"][0]["text"] == "Forget me, please."
    page.get_by_role("button", name="Erase it…").click()
    expect(page.get_by_role("heading", name="Erase all of this for good?")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Erase it for good").click()

    said = page.locator(".help-block[role=status]")
    expect(said).to_contain_text("It is erased. Reader comments: 1.")
    assert page.url == site.address("/admin/privacy/")
    assert not ReaderComment.objects.filter(author_email=ADDRESS).exists()
    assert_accessible(page)
