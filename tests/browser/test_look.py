"""What only a browser can tell of the look: where things stand, and what is in sight."""

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_public_pages import ARTICLE, opened


def space_between(upper: Locator, lower: Locator) -> float:
    """How many pixels are between the end of one thing and the beginning of the next."""
    above, below = upper.bounding_box(), lower.bounding_box()
    assert above
    assert below
    return below["y"] - above["y"] - above["height"]


def beside(one: Locator, other: Locator) -> bool:
    """Whether one thing stands to the left of the other."""
    left, right = one.bounding_box(), other.bounding_box()
    assert left
    assert right
    return left["x"] + left["width"] <= right["x"]


@pytest.fixture
def on_a_phone(browser, site):
    return lambda path: opened(browser, site, path, viewport=PHONE)


@pytest.fixture
def at_a_desk(browser, site):
    return lambda path: opened(browser, site, path, viewport=DESKTOP)


def test_without_javascript_a_comment_has_one_button_and_with_it_a_preview_as_well(
    reader, at_a_desk, site
):
    reader.goto(site.address(ARTICLE))
    assert [b.inner_text() for b in reader.locator("#respond button").all() if b.is_visible()] == [
        "Post Comment"
    ]

    page: Page = at_a_desk(ARTICLE)
    page.locator("#respond button", has_text="Preview").wait_for(state="visible")


def test_a_table_of_three_columns_fits_a_phone(on_a_phone):
    table = on_a_phone(ARTICLE).locator(".comparison-table").first

    assert table.evaluate("frame => frame.scrollWidth <= frame.clientWidth")


@pytest.mark.parametrize("path", ["/about/", "/locations/destin/", ARTICLE])
def test_text_keeps_its_distance_from_the_picture_above_it(at_a_desk, path):
    page = at_a_desk(path)

    assert space_between(page.locator("main .figure").first, page.locator(".story h2").first) >= 24


def test_pictures_do_not_glare_in_a_dark_room(browser, site):
    light, dark = (
        opened(browser, site, ARTICLE, color_scheme=scheme)
        .locator("main img")
        .first.evaluate("image => getComputedStyle(image).filter")
        for scheme in ("light", "dark")
    )

    assert (light, dark) == ("none", "brightness(0.8)")


def test_what_happens_next_stands_beside_the_form_or_below_it_on_phones(at_a_desk, on_a_phone):
    desk, phone = at_a_desk("/appointments/"), on_a_phone("/appointments/")

    assert beside(desk.locator("#appointment"), desk.locator(".story"))
    assert space_between(phone.locator("#appointment"), phone.locator(".story")) > 0


def test_the_date_of_a_listed_article_stands_in_the_margin_and_level_with_its_words(at_a_desk):
    card = at_a_desk("/blog/").locator(".card:not(.card--lead)").first
    date, words = card.locator(".byline"), card.locator(".card__summary")

    assert beside(date, words)
    assert abs(date.bounding_box()["y"] - words.bounding_box()["y"]) < 4


def test_a_comment_to_check_is_shown_apart_from_what_is_said_of_it(reader, site):
    reader.goto(site.address(ARTICLE))
    reader.get_by_label("Name").fill("A reader")
    reader.get_by_label("Email").fill("reader@example.org")
    reader.locator("#respond textarea").fill("One paragraph.\n\nAnother.")
    reader.get_by_role("button", name="Post Comment").click()

    draft, paragraphs = reader.locator(".comment--draft"), reader.locator(".comment--draft p")
    assert space_between(reader.locator("h1 + p"), draft) >= 16
    assert space_between(draft, reader.locator(".comment--draft + p")) >= 16
    assert space_between(paragraphs.nth(0), paragraphs.nth(1)) >= 8


def test_a_question_says_with_a_sign_whether_its_answer_is_open(at_a_desk):
    page = at_a_desk(ARTICLE)
    question = page.locator(".faq summary").first
    sign = "element => getComputedStyle(element, '::after').content"
    assert question.evaluate(sign).startswith('"+"')

    question.click()

    assert question.evaluate(sign).startswith('"\N{MINUS SIGN}"')
    assert page.locator(".faq__answer").first.is_visible()


def printed(page: Page) -> Page:
    page.emulate_media(media="print")
    return page


def test_on_paper_nothing_invites_to_click_or_write(at_a_desk):
    page = printed(at_a_desk(ARTICLE))

    for unwanted in ("#respond", ".comment__reply", ".site-nav", ".call-to-action"):
        assert not page.locator(unwanted).first.is_visible(), unwanted
    assert page.locator(".faq__answer").first.is_visible()
    assert page.locator("#references").is_visible()


def test_on_paper_lists_are_not_larger_than_the_text_around_them(at_a_desk):
    page = printed(at_a_desk(ARTICLE))
    size = "element => parseFloat(getComputedStyle(element).fontSize)"

    text = page.locator(".text p").first.evaluate(size)
    assert page.locator(".list:not(.list--plain) li").first.evaluate(size) <= text * 1.02


def test_the_diary_prints_whole(browser, site):
    page = opened(
        browser, site, "/blog/migraine-triggers-diary/", viewport={"width": 680, "height": 900}
    )

    table = printed(page).locator(".comparison-table").first

    assert table.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    assert table.evaluate("frame => getComputedStyle(frame).overflowX") == "visible"
    assert table.locator("tr", has_text="Sunday").bounding_box()["height"] >= 40  # pixels: 1.1 cm


@pytest.mark.parametrize("kind", [".call-to-action", ".invitation"])
def test_where_colors_are_forced_boxes_keep_a_border(browser, site, kind):
    page = opened(browser, site, ARTICLE, viewport=DESKTOP, forced_colors="active")

    box = page.locator(kind).first.evaluate(
        "box => [getComputedStyle(box).borderTopWidth, getComputedStyle(box).borderTopColor]"
    )

    assert box[0] == "1px"
    assert box[1] != "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("path", ["/", "/blog/", ARTICLE, "/appointments/", "/search/?q=migraine"])
def test_what_a_finger_is_to_hit_is_large_enough(on_a_phone, path):
    """WCAG 2.5.8; links in a line of text are exempt."""
    small = """() => [
        ...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
        .filter(it => it.checkVisibility() && !it.closest(".visually-hidden, .skip-link"))
        .filter(it => getComputedStyle(it).display !== "inline")
        .filter(it => {
            const { width, height } = it.getBoundingClientRect();
            return width > 0 && Math.min(width, height) < 24;
        })
        .map(it => it.outerHTML.slice(0, 80))"""

    assert on_a_phone(path).evaluate(small) == []
