"""An editor's day: draft, preview, publish, compare, revert, schedule, rename."""

import datetime as dt
import re

import pytest
import requests
from django.utils import timezone
from playwright.sync_api import Page, expect

from blog.models import ArticlePage
from pages.models import SitePage
from tests.browser import admin

ARTICLE_SLUG = "migraine-aura-explained"


@pytest.fixture
def article(rows) -> ArticlePage:
    """One of the starter articles, for the editor to work on."""
    return ArticlePage.objects.exclude(slug="migraine-vs-headache-ketamine").order_by("pk").first()


@pytest.fixture
def editor(rows, site, context) -> Page:
    """An editor at work."""
    name = f"editor-{timezone.now().timestamp():.6f}"
    admin.add_person(name, "Editors")
    page = context.new_page()
    admin.sign_in(page, site, name)
    return page


def publish(page: Page, action: str = "Publish") -> None:
    """Publish, confirming that nobody has reviewed the text yet when asked."""
    admin.choose_action(page, action)
    anyway = page.get_by_role("button", name="Publish anyway")
    if anyway.count():
        anyway.click()
        page.wait_for_load_state()


def seen_by_everybody(site, path: str) -> str:
    return requests.get(site.address(path), timeout=10).text


def test_a_draft_stays_hidden_and_a_published_change_is_seen_at_once(
    editor, site, article, reader
):
    new_words = reader.get_by_text("A sentence that was not there before.")
    reader.goto(site.address(article.url))
    admin.edit(editor, site, article.pk)
    editor.locator("#id_introduction").fill("A sentence that was not there before.")

    admin.save_draft(editor)
    reader.reload()
    expect(new_words).to_have_count(0)

    publish(editor)
    reader.reload()  # once: what is published is there with the editor's next screen
    assert new_words.count() == 1
    reader.goto(site.address("/blog/"))
    assert new_words.count() == 1


def test_the_preview_shows_what_is_being_written(editor, site, article):
    admin.edit(editor, site, article.pk)
    editor.locator("#id_introduction").fill("Words seen only in the preview.")

    editor.get_by_role("button", name="Toggle preview").click()

    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.get_by_text("Words seen only in the preview.")).to_be_visible()


def test_an_editor_compares_two_revisions_and_goes_back(editor, site, article):
    before = article.introduction
    admin.edit(editor, site, article.pk)
    editor.locator("#id_introduction").fill("A turn for the worse.")
    publish(editor)
    article.refresh_from_db()
    older, newer = article.revisions.order_by("-pk")[1], article.latest_revision

    editor.goto(site.address(f"/admin/pages/{article.pk}/history/"))
    editor.get_by_role("button", name="Actions").first.click()
    editor.get_by_role("link", name="Compare with previous version").first.click()
    expect(editor).to_have_url(re.compile(f"/revisions/compare/.*{newer.pk}/$"))
    expect(editor.get_by_role("main").get_by_text("turn for the worse")).to_be_visible()

    editor.goto(site.address(f"/admin/pages/{article.pk}/revisions/{older.pk}/revert/"))
    expect(editor.locator("#id_introduction")).to_have_value(before)
    publish(editor, "Publish this version")
    assert "A turn for the worse" not in seen_by_everybody(site, article.url)


def test_a_scheduled_change_is_published_by_the_timer(editor, site, article):
    admin.edit(editor, site, article.pk)
    editor.locator("#id_introduction").fill("News for tomorrow.")
    editor.get_by_role("button", name="Toggle status").click()
    editor.get_by_role("button", name="Set schedule").click()
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    editor.get_by_label("Go live date/time").fill(f"{tomorrow:%Y-%m-%d %H:%M}")
    calendar = editor.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)  # it opens a moment later, over the button
    editor.get_by_role("heading", name="Set publishing schedule").click()
    expect(calendar).to_have_count(0)
    editor.get_by_role("button", name="Save schedule").click()
    editor.wait_for_load_state()
    publish(editor, "Schedule to publish")
    assert "News for tomorrow" not in seen_by_everybody(site, article.url)

    revision = article.revisions.order_by("-pk").first()
    assert revision.approved_go_live_at is not None
    tomorrow_has_come = timezone.now() - dt.timedelta(minutes=1)
    revision.approved_go_live_at = tomorrow_has_come
    revision.content["go_live_at"] = tomorrow_has_come.isoformat()
    revision.save()
    site.manage("publish_scheduled")

    assert "News for tomorrow" in seen_by_everybody(site, article.url)


def test_a_renamed_page_is_still_found_in_one_hop(editor, site, article):
    old = article.url
    admin.edit(editor, site, article.pk)
    admin.open_tab(editor, "Promote")
    editor.locator("#id_slug").fill(f"{article.slug}-renamed")
    publish(editor)

    first = requests.get(site.address(old), allow_redirects=False, timeout=10)

    assert first.status_code == 301
    new = SitePage.objects.get(pk=article.pk).url
    assert first.headers["Location"] in {new, site.address(new)}
    assert requests.get(site.address(new), timeout=10).status_code == 200
