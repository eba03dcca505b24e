"""A moderator empties the queue: by the keyboard alone, by clicks, against bad luck."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from blog.comments.models import CommentThread, ReaderComment
from blog.models import ArticlePage
from tests.browser import admin
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import ReaderCommentFactory, UserFactory

LIST = "/admin/reader-comments/"
SLUG = "migraine-vs-headache-ketamine"


@pytest.fixture
def queue(rows: None) -> Callable[..., list[ReaderComment]]:
    """Let exactly so many comments wait."""

    def wait(number: int, **fields: Any) -> list[ReaderComment]:
        for comment in ReaderComment.objects.awaiting():
            comment.withdraw()
        thread = CommentThread.objects.of(ArticlePage.objects.get(slug=SLUG))
        return ReaderCommentFactory.create_batch(number, thread=thread, **fields)

    return wait


@pytest.fixture
def desk(rows, site, context) -> Page:
    """A moderator's screen."""
    page = context.new_page()
    name = f"moderator-{UserFactory().pk}"
    admin.add_person(name, "Comment moderators")
    admin.sign_in(page, site, name)
    return page


def row(page: Page, comment: ReaderComment):
    return page.locator(f"#reader-comment-{comment.pk}")


def statuses(comments: list[ReaderComment]) -> list[str]:
    found = dict(ReaderComment.objects.values_list("pk", "status"))
    return [found[comment.pk] for comment in comments]


def test_a_queue_of_fifty_is_emptied_in_sixty_keys(queue, desk, site):
    comments = queue(50)
    desk.goto(site.address(LIST))
    expect(row(desk, comments[0]).locator("article")).to_be_focused()

    keys = "as" * 25
    for key in keys:
        desk.keyboard.press(key)

    expect(desk.get_by_text("All comments on this page are decided.")).to_be_visible()
    expect(desk.locator("[aria-busy=true]")).to_have_count(0)
    assert statuses(comments) == ["approved", "spam"] * 25
    expect(desk.locator("[data-count=pending]")).to_have_text("0")
    expect(admin.menu_item(desk, "Comments")).to_have_text("Comments")
    desk.keyboard.press("Enter")  # on “Show what is left”, which has the focus
    expect(desk.get_by_text("No comment is waiting. All is decided.")).to_be_visible()
    assert len(keys) + 1 <= 60


def test_a_key_decides_moves_on_and_is_taken_back(queue, desk, site):
    first, second, third = comments = queue(3)
    desk.goto(site.address(LIST))

    desk.keyboard.press("a")
    expect(row(desk, second).locator("article")).to_be_focused()
    expect(desk.locator("[data-said-here]")).to_have_text(
        f"Reader comment {first.pk} is approved."
    )
    expect(admin.menu_item(desk, "Comments")).to_have_text("Comments (2)")
    desk.keyboard.press("j")
    expect(row(desk, third).locator("article")).to_be_focused()
    desk.keyboard.press("d")
    expect(row(desk, second).locator("article")).to_be_focused()
    expect(row(desk, third)).to_contain_text("moved to the trash")
    assert statuses(comments) == ["approved", "pending", "trash"]

    desk.keyboard.press("z")
    expect(row(desk, third).get_by_role("button", name="Approve")).to_be_visible()
    expect(row(desk, third).locator("article")).to_be_focused()
    desk.keyboard.press("k")
    desk.keyboard.press("k")
    expect(row(desk, first).locator("article")).to_be_focused()
    desk.keyboard.press("z")
    expect(row(desk, first).get_by_role("button", name="Approve")).to_be_visible()
    expect(desk.locator("[data-count=pending]")).to_have_text("3")
    assert statuses(comments) == ["pending"] * 3


def test_the_number_waiting_is_right_though_answers_overtake_each_other(queue, desk, site):
    first, second = queue(2)
    desk.goto(site.address(LIST))
    late = []

    def keep_the_first(route):
        answer = route.fetch()
        if late:
            route.fulfill(response=answer)
        else:
            late.append((route, answer))

    desk.route("**/decide/", keep_the_first)
    desk.keyboard.press("a")
    desk.keyboard.press("a")
    expect(row(desk, second)).to_contain_text("approved")
    expect(desk.locator("[data-count=pending]")).to_have_text("0")
    ((route, answer),) = late
    route.fulfill(response=answer)

    expect(row(desk, first)).to_contain_text("approved")
    expect(desk.locator("[data-count=pending]")).to_have_text("0")


def test_a_click_decides_without_leaving_the_list(queue, desk, site):
    first, second = queue(2)
    desk.goto(site.address(LIST))
    desk.evaluate("window.stayed = true")

    row(desk, first).get_by_role("button", name="Spam").click()

    expect(row(desk, first)).to_contain_text("marked as spam")
    expect(row(desk, second).locator("article")).to_be_focused()
    row(desk, first).get_by_role("button", name="Undo").click()
    expect(row(desk, first).get_by_role("button", name="Approve")).to_be_visible()
    assert desk.evaluate("window.stayed")
    assert statuses([first, second]) == ["pending"] * 2


def test_keys_act_in_the_list_only_and_can_be_turned_off_for_good(queue, desk, site):
    (comment,) = comments = queue(1)
    desk.goto(site.address(LIST))
    desk.get_by_role("button", name="Which keys").focus()
    desk.keyboard.press("a")
    desk.get_by_label("Decide with single keys").uncheck()
    desk.reload()
    expect(desk.get_by_label("Decide with single keys")).not_to_be_checked()
    row(desk, comment).get_by_role("button", name="Approve").focus()
    desk.keyboard.press("s")
    desk.wait_for_timeout(300)
    assert statuses(comments) == ["pending"]

    desk.get_by_label("Decide with single keys").check()
    row(desk, comment).get_by_role("button", name="Approve").focus()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("undo")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)


def test_what_readers_saw_goes_to_the_trash_once_a_reason_is_chosen(queue, desk, site):
    (comment,) = comments = queue(1, status="approved")
    desk.goto(site.address(f"{LIST}?status=approved"))
    row(desk, comment).locator("article").focus()

    desk.keyboard.press("d")
    expect(desk.get_by_label("Why it goes to the trash").first).to_be_focused()
    expect(desk.locator("[data-said-here]")).to_contain_text("Choose a reason first")
    assert statuses(comments) == ["approved"]
    row(desk, comment).get_by_role("combobox").select_option("privacy")
    row(desk, comment).get_by_role("button", name="Trash").click()

    expect(row(desk, comment)).to_contain_text("moved to the trash")
    assert statuses(comments) == ["trash"]


def test_a_dead_network_keeps_the_comment_and_pressing_again_decides(queue, desk, site):
    first, _ = comments = queue(2)
    desk.goto(site.address(LIST))
    desk.context.set_offline(True)
    desk.keyboard.press("a")

    expect(row(desk, first)).to_contain_text("The site did not answer. Press again")
    expect(desk.locator("[data-said-here]")).to_contain_text("The site did not answer")
    assert statuses(comments) == ["pending"] * 2

    desk.context.set_offline(False)
    row(desk, first).get_by_role("button", name="Approve").click()
    expect(row(desk, first)).to_contain_text("approved")
    assert statuses(comments) == ["approved", "pending"]


def test_a_lost_session_keeps_the_comment_and_leads_to_the_door(queue, desk, site):
    (comment,) = comments = queue(1)
    desk.goto(site.address(LIST))
    desk.context.clear_cookies()

    desk.keyboard.press("a")

    link = row(desk, comment).get_by_role("link", name="sign in again")
    expect(link).to_have_attribute("href", re.compile(r"/admin/login/\?next=/admin/reader"))
    expect(desk.locator("[data-said-here]")).to_contain_text("you are signed out")
    assert statuses(comments) == ["pending"]


def test_the_second_moderator_reads_who_was_quicker(queue, desk, site):
    (comment,) = comments = queue(1)
    desk.goto(site.address(LIST))
    comment.mark_spam(by=UserFactory(first_name="Lee"))

    desk.keyboard.press("a")

    said = re.compile(rf"Reader comment {comment.pk} was already marked as spam by Lee \d+ second")
    expect(row(desk, comment)).to_contain_text(said)
    expect(desk.locator("[data-said-here]")).to_contain_text(said)
    assert statuses(comments) == ["spam"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_the_list_can_be_used_by_everybody(queue, desk, site, scheme, screen):
    first, _ = queue(2, body="Read https://pills.example/now. " + "Long. " * 200)
    first.approve(by=UserFactory()).undo(by=UserFactory())
    desk.set_viewport_size(screen)
    desk.emulate_media(color_scheme=scheme)
    desk.goto(site.address(f"{LIST}?link=no"))
    desk.keyboard.press("s")
    expect(row(desk, first)).to_contain_text("marked as spam")

    found = Axe().run(desk)

    assert found.violations_count == 0, found.generate_report()
    assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_several_are_selected_by_key_and_decided_on_together(queue, desk, site):
    _, second, _ = comments = queue(3)
    desk.goto(site.address(LIST))

    for key in "xjjx":
        desk.keyboard.press(key)
    desk.get_by_role("group", name="Several at once").get_by_role("button", name="Spam…").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Spam: 2 comments?")
    asked = Axe().run(desk)
    desk.get_by_role("button", name="Spam: 2 comments").click()

    expect(desk.get_by_text("2 comments marked as spam.")).to_be_visible()
    expect(row(desk, second)).to_be_visible()
    assert statuses(comments) == ["spam", "pending", "spam"]
    desk.get_by_role("link", name="Decisions of the last day").click()
    expect(desk.get_by_role("link", name="Everybody's")).to_be_visible()
    listed = Axe().run(desk)
    desk.get_by_role("button", name="Undo").first.click()
    expect(desk.get_by_text("2 comments: undone.")).to_be_visible()
    assert statuses(comments) == ["pending"] * 3
    for found in (asked, listed):
        assert found.violations_count == 0, found.generate_report()
