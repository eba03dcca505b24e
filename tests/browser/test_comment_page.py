"""One comment on the desk, in a browser: a reply, words removed, and nothing in anybody's way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Permission
from playwright.sync_api import Page, expect

from blog.comments.models import CommentThread, ReaderComment
from blog.comments.redaction import MARKER
from blog.models import ArticlePage
from tests.browser import admin
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import ReaderCommentFactory

SLUG = "migraine-vs-headache-ketamine"

# Longer than the editor waits before it saves by itself, in milliseconds.
SAVES_ITSELF = 4_000


@pytest.fixture
def article(rows: None) -> ArticlePage:
    """The article of the starter site."""
    return ArticlePage.objects.get(slug=SLUG)


def comment_on(article: ArticlePage, body: str, status: str = "approved") -> ReaderComment:
    return ReaderCommentFactory(thread=CommentThread.objects.of(article), body=body, status=status)


def moderator(context, site, name: str) -> Page:
    person = admin.add_person(name, "Comment moderators")
    person.user_permissions.add(Permission.objects.get(codename="erase_readercomment"))
    page = context.new_page()
    admin.sign_in(page, site, name)
    return page


def test_a_prepared_reply_is_chosen_asked_about_and_read_by_everybody(
    rows, site, context, reader, article
):
    comment = comment_on(article, "How long does it take?")
    page = moderator(context, site, "replying")
    page.goto(site.address(f"/admin/reader-comments/{comment.pk}/"))

    page.get_by_label("Prepared reply").select_option(label="Thank you")
    body = page.locator("#reply-body")
    expect(body).to_have_value("Thank you for reading, and for taking the time to write.")
    expect(body).to_be_focused()
    body.fill("We spoke about it at your appointment.")
    page.get_by_role("button", name="Post the reply").click()
    expect(page.get_by_role("alert")).to_contain_text("“your appointment”")
    assert Axe().run(page).violations_count == 0
    page.locator("#reply-body").fill("About an hour, the article says.")
    page.get_by_role("button", name="post it").click()
    expect(page.get_by_text("Posted as")).to_be_visible()

    reader.goto(site.address(article.url))
    answer = reader.locator(".comment", has_text="About an hour, the article says.")
    expect(answer.locator(".comment__staff")).to_have_text("from the clinic")


def test_selected_words_go_from_their_place_alone(rows, site, context, reader, article):
    comment = comment_on(article, "😀 Ann here. It helped. Ann")
    page = moderator(context, site, "redacting")
    page.goto(site.address(f"/admin/reader-comments/{comment.pk}/"))
    page.get_by_role("link", name="Remove words…").click()

    kept = page.get_by_label("The comment, as it is kept")
    # As a keyboard or a mouse does it: the emoji counts for two there.
    kept.evaluate("it => { it.focus(); it.setSelectionRange(3, 6); }")
    expect(page.get_by_label("Words to remove")).to_have_value("Ann")
    expect(page.get_by_text("3 characters selected")).to_be_visible()
    page.get_by_role("button", name="Show what will be left").click()
    expect(page.get_by_text(f"😀 {MARKER} here. It helped. Ann")).to_be_visible()
    page.get_by_role("button", name="Remove them").click()
    expect(page.get_by_text("3 characters removed for privacy.").first).to_be_visible()

    reader.goto(site.address(article.url))
    expect(reader.get_by_text(f"😀 {MARKER} here. It helped. Ann")).to_be_visible()


def test_an_editor_closes_a_discussion_without_saving_the_article(rows, site, context, article):
    admin.add_person("closing-editor", "Editors")
    page = context.new_page()
    admin.sign_in(page, site, "closing-editor")
    admin.edit(page, site, article.pk)
    admin.open_tab(page, "Settings")
    # On a slow machine the editor may save what its own fields tidied up while it opened.
    page.wait_for_timeout(SAVES_ITSELF)
    revisions = article.revisions.count()

    try:
        page.locator("#discussion-mode").select_option("closed")
        page.get_by_role("button", name="Save the discussion").click()
        expect(page.get_by_text("Saved. This takes effect at once")).to_be_visible()
        expect(page.get_by_text("Comments are closed: readers see them")).to_be_visible()
        page.wait_for_timeout(SAVES_ITSELF)

        assert CommentThread.objects.get(page=article).mode == "closed"
        assert article.revisions.count() == revisions
    finally:
        thread = CommentThread.objects.get(page=article)
        thread.mode = "inherit"
        thread.save()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_every_screen_can_be_used_by_everybody_and_fits(rows, site, browser, article, size):
    comment = comment_on(article, "First of all, thank you.\nhttps://example.org/a", "pending")
    comment_on(article, "An example of what waits, " + "x" * 300, "pending")
    context = browser.new_context(viewport=size)
    page = moderator(context, site, f"looking-{size['width']}")
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)

    for path in (
        "/admin/",
        f"/admin/reader-comments/{comment.pk}/",
        f"/admin/reader-comments/{comment.pk}/redact/",
        f"/admin/reader-comments/{comment.pk}/erase/",
        f"/admin/reader-comments/discussions/{article.pk}/",
        "/admin/reader-comments/log/",
        "/admin/reader-comments/reasons/",
        "/admin/reader-comments/filter/",
        "/admin/prepared-replies/",
    ):
        answer = page.goto(site.address(path))
        assert answer, path
        assert answer.status == 200, path
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{path} is {wider} pixels wider than the screen"
    assert not errors
    context.close()
