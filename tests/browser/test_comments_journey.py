"""A reader comments without JavaScript or cookies; a moderator lets the comment in."""

import re

import pytest
from playwright.sync_api import Page, expect

from blog.comments.models import ReaderComment
from tests.browser import admin
from tests.browser.test_public_pages import ARTICLE

HOSTILE = "I keep a diary <script>document.title = 'taken'</script> and it helps."


def write(page: Page, site, text: str) -> None:
    page.goto(site.address(ARTICLE))
    page.get_by_label("Name").fill("Sample commenter")
    page.get_by_label("Email").fill("commenter@example.org")
    page.get_by_label("Comment", exact=False).last.fill(text)
    page.get_by_role("button", name="Post Comment").click()


def test_a_reader_comments_a_moderator_approves_and_everybody_reads_it(
    rows, site, reader, context
):
    write(reader, site, HOSTILE)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Check your comment")
    reader.get_by_role("button", name="Post Comment").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert reader.context.cookies() == []
    reader.goto(site.address(ARTICLE))
    assert "I keep a diary" not in reader.content()

    comment = ReaderComment.objects.get(author_email="commenter@example.org")
    admin.add_person("moderator", "Comment moderators")
    desk = context.new_page()
    admin.sign_in(desk, site, "moderator")
    menu_item = admin.menu_item(desk, "Comments")
    expect(menu_item).to_have_text(re.compile(r"Comments \(\d+\)"))
    assert menu_item.locator(".menuitem-label").evaluate("it => it.scrollWidth <= it.clientWidth")
    menu_item.click()
    waiting = desk.locator(f"#reader-comment-{comment.pk}")
    expect(waiting).to_contain_text("I keep a diary")
    waiting.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text(f"Reader comment {comment.pk} is approved.")).to_be_visible()
    expect(waiting.get_by_role("button", name="Approve")).to_have_count(0)

    reader.reload()
    shown = reader.locator(".comment", has_text="I keep a diary")
    expect(shown).to_contain_text("<script>document.title = 'taken'</script>")
    context.new_page().goto(site.address(ARTICLE))
    assert "taken" not in context.pages[-1].title()


def test_a_mistake_keeps_what_was_typed_and_leads_to_the_field(site, reader):
    reader.goto(site.address(ARTICLE))
    reader.get_by_label("Name").fill("Sample commenter")
    reader.get_by_label("Email").fill("commenter@example.org")
    reader.get_by_label("Comment", exact=False).last.fill(" ")

    reader.get_by_role("button", name="Post Comment").click()

    summary = reader.get_by_role("alert")
    expect(summary).to_be_visible()
    expect(reader.get_by_label("Name")).to_have_value("Sample commenter")
    assert reader.title().startswith("Error:")
    summary.get_by_role("link").first.click()
    expect(reader.get_by_label("Comment", exact=False).last).to_be_in_viewport()


def test_with_javascript_mistakes_are_shown_in_place_and_posting_takes_one_step(
    rows, site, context
):
    page = context.new_page()
    write(page, site, " ")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Write your comment.")
    assert page.url == site.address(ARTICLE)

    body = page.get_by_label("Comment", exact=False).last
    body.fill("Written with a script, kept while the page is away.")
    page.reload()
    expect(body).to_have_value("Written with a script, kept while the page is away.")
    page.get_by_label("Name").fill("Sample commenter")
    page.get_by_label("Email").fill("scripted@example.org")
    expect(page.locator("[name=key]")).not_to_have_value("")
    page.get_by_role("button", name="Post Comment").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert ReaderComment.objects.filter(author_email="scripted@example.org").count() == 1
    assert context.cookies() == []
    page.goto(site.address(ARTICLE))
    expect(page.get_by_label("Comment", exact=False).last).to_have_value("")


@pytest.mark.parametrize("group", ["Editors", "Medical reviewers"])
def test_who_is_no_moderator_has_no_desk(rows, site, context, group):
    name = f"not-a-moderator-{group.split()[0].lower()}"
    admin.add_person(name, group)
    page = context.new_page()
    admin.sign_in(page, site, name)

    expect(admin.menu_item(page, "Comments")).to_have_count(0)
