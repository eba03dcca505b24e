"""What moves in a story: the editor's reference marks, a reader's video and questions."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.admin import add_person, edit, sign_in
from tests.content.stories import story, text
from tests.factories import ArticlePageFactory

FILM = {"title": "A visit", "url": "https://vimeo.com/76979871", "poster": None, "transcript": ""}
QUESTION = {"question": "Is it safe?", "answer": "<p>Mostly.</p>", "anchor": "is-it-safe"}
SOURCES = [
    {"type": "item", "id": str(n), "value": {"citation": words, "doi": "", "url": ""}}
    for n, words in enumerate(["First source.", "Second source."])
]


@pytest.fixture
def article(rows):
    from blog.models import BlogIndexPage, TopicPage
    from images.models import ClinicImage

    return ArticlePageFactory(
        parent=BlogIndexPage.objects.get(),
        main_topic=TopicPage.objects.first(),
        body=story(
            text("<p>Attacks come and go</p>"),
            ("video", FILM | {"poster": ClinicImage.objects.first().pk}),
            ("faq", {"title": "", "questions": [{"type": "item", "value": QUESTION, "id": "1"}]}),
            ("references", {"title": "References", "items": SOURCES}),
        ),
    )


def test_an_editor_cites_a_source_and_changes_and_removes_the_mark(page, site, article):
    add_person("citing-editor", "Editors")
    sign_in(page, site, "citing-editor")
    edit(page, site, article.pk)
    words = page.locator("[data-contentpath=body] .public-DraftEditor-content").first
    dialog = page.locator("dialog.reference-mark")
    mark = words.locator(".reference-mark__number")

    words.get_by_text("Attacks come and go").dblclick()
    page.locator("button[name=REFERENCE]").click()
    dialog.get_by_label("Which reference?").select_option("2")
    dialog.get_by_role("button", name="Set the mark").click()
    expect(mark).to_have_text("2")

    mark.click()
    dialog.get_by_label("Which reference?").select_option("1")
    dialog.get_by_role("button", name="Set the mark").click()
    expect(mark).to_have_text("1")

    mark.click()
    page.keyboard.press("Escape")
    expect(mark).to_have_text("1")

    mark.click()
    dialog.get_by_role("button", name="Remove it").click()
    expect(mark).to_have_count(0)
    expect(words).to_have_text("Attacks come and go")


def test_a_video_is_fetched_when_a_reader_asks_and_not_before(page, site, article):
    asked: list[str] = []
    page.route(re.compile("vimeo"), lambda route: route.fulfill(body="a film"))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.address(article.url))
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "vimeo" in url] == []

    page.get_by_role("link", name="Play video: A visit").click()

    expect(page.locator("iframe[title='A visit']")).to_be_focused()
    assert [url for url in asked if url.startswith("https://player.vimeo.com/video/76979871")]


def test_the_way_to_play_a_video_stands_on_its_poster(page, site, article):
    page.goto(site.address(article.url))

    frame = page.locator(".video__frame").bounding_box()
    label = page.locator(".video__label").bounding_box()

    assert label["y"] + label["height"] <= frame["y"] + frame["height"]


def test_without_javascript_a_video_is_a_link_to_its_provider(reader, site, article):
    reader.goto(site.address(article.url))

    film = reader.get_by_role("link", name="Play video: A visit")

    expect(film).to_have_attribute("href", "https://vimeo.com/76979871")


def test_a_link_to_an_answer_unfolds_its_question(reader, site, article):
    reader.goto(site.address(f"{article.url}#is-it-safe"))

    expect(reader.get_by_text("Mostly.")).to_be_visible()
