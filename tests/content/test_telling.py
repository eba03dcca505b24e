"""A story as readers get it: in one piece, linked both ways, for a constant price."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from delivery.memory import forget_everything
from images.tasks import make_images_of_page
from tests.content.stories import heading, mark, references, story, text
from tests.factories import ArticlePageFactory, ImageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_folder(tmp_path, settings):
    """Keep each test's files to itself."""
    settings.MEDIA_ROOT = tmp_path


def told(body):
    html = Template("{% load content %}{% story body %}").render(Context({"body": body}))
    return BeautifulSoup(html, "html.parser")


def picture(image):
    value = {"image": image.pk, "alt_text": "A notebook", "decorative": False}
    return "image", {"image": value, "caption": "", "credit": ""}


def published(blog, **values):
    return ArticlePageFactory(parent=blog.index, main_topic=blog.topic, **values)


def invitation(page=None, label=""):
    value = {"title": "Talk to us", "text": "", "button_label": label, "page": page and page.pk}
    return "call_to_action", value


def picks(*articles):
    listed = [{"type": "item", "value": a.pk, "id": str(a.pk)} for a in articles]
    return "related_articles", {"title": "Read next", "articles": listed}


# --- citations -------------------------------------------------------------------------------


def test_a_mark_leads_to_its_reference_and_the_reference_back_to_each_mark():
    page = told(
        story(
            text(f"<p>Hours to days.{mark(2)}</p>"),
            text(f"<p>Aura in a third.{mark(1)} So says the guide.{mark(2)}</p>"),
            references("First source.", "Second source."),
        )
    )

    marks = page.select("sup.citation a")
    assert [a["href"] for a in marks] == ["#reference-2", "#reference-1", "#reference-2"]
    assert page.select_one("#reference-2").get_text().strip().startswith("Second source.")
    back = page.select("#reference-2 .references__back")
    assert [a["href"] for a in back] == ["#cite-2-1", "#cite-2-2"]
    assert [page.select_one(a["href"]) for a in back] == [marks[0], marks[2]]
    assert [a.get_text() for a in back] == ["↩a", "b"]
    assert back[1]["aria-label"] == "Back to mention b of reference 2 in the text"
    assert page.select_one("#reference-1 .references__back").get_text() == "↩"


def test_marks_in_lists_tables_callouts_and_answers_are_linked_as_well():
    def listed(**value):
        return [{"type": "item", "value": value, "id": "1"}]

    cited = f"<p>So it is.{mark(1)}</p>"
    table = {
        "columns": [{"type": "rich_text", "heading": "Pain"}],
        "rows": [{"values": [cited]}],
        "caption": "",
    }
    page = told(
        story(
            (
                "list",
                {"title": "", "style": "plain", "items": listed(lead="", text=cited)},
            ),
            ("comparison_table", {"caption": "Pain", "table": table, "row_headers": False}),
            ("callout", {"kind": "caution", "title": "", "text": cited}),
            ("faq", {"title": "", "questions": listed(question="Why?", answer=cited)}),
            references("A source."),
        )
    )

    assert [a["id"] for a in page.select("sup.citation a")] == [f"cite-1-{n}" for n in range(1, 5)]
    assert len(page.select(".references__back")) == 4


def test_text_after_the_references_is_cited_and_keeps_its_place():
    page = told(story(references("A source."), text(f"<p>After all.{mark(1)}</p>")))

    assert [element["class"][0] for element in page.find_all(recursive=False)] == [
        "references",
        "text",
    ]
    assert page.select_one(".references__back")["href"] == "#cite-1-1"


def test_a_mark_without_a_reference_is_a_number_and_no_link():
    page = told(story(text(f"<p>Perhaps.{mark(7)}</p>"), references("A source.")))

    assert page.select_one("sup.citation").get_text() == "7"
    assert not page.select("sup.citation a")


def test_no_two_places_of_a_story_have_the_same_name():
    list_value = {"title": "Signs", "style": "plain", "items": []}
    page = told(
        story(
            heading("Signs", "signs"),
            ("list", list_value),
            ("list", list_value),
            invitation(),
            invitation(),
            text(f"<p>{mark(1)}{mark(1)}</p>"),
            references("A source."),
        )
    )

    names = [element["id"] for element in page.select("[id]")]
    labels = [element["aria-labelledby"] for element in page.select("[aria-labelledby]")]
    assert len(names) == len(set(names))
    assert set(labels) <= set(names)


# --- pages that were picked --------------------------------------------------------------------


def test_only_articles_that_readers_may_open_are_recommended(published_blog):
    shown = published(published_blog, title="Aura, explained")
    draft = published(published_blog, live=False)
    hidden = published(published_blog)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")

    links = told(story(picks(shown, draft, hidden))).select(".related-articles a")

    assert [(link["href"], link.get_text()) for link in links] == [
        ("/blog/aura-explained/", "Aura, explained")
    ]


def test_a_button_leads_to_the_page_that_was_picked(site_home):
    page = StandardPageFactory(parent=site_home, title="About us", slug="about")

    button = told(story(invitation(page))).select_one("a.button")

    assert (button["href"], button.get_text()) == ("/about/", "About us")


def test_a_button_without_a_page_leads_to_the_appointment_page(site_home):
    from clinic.models import AppointmentPage

    site_home.add_child(instance=AppointmentPage(title="Appointments", slug="appointments"))
    forget_everything()
    unpublished = StandardPageFactory(parent=site_home, live=False)

    for body in (story(invitation()), story(invitation(unpublished))):
        button = told(body).select_one("a.button")

        assert button["href"] == "/appointments/"
        assert button.get_text() == "Request an appointment"


def test_without_any_page_to_lead_to_there_is_no_button(site_home):
    assert not told(story(invitation())).select("a")


# --- media -------------------------------------------------------------------------------------


def test_a_video_asks_its_provider_for_nothing_until_asked():
    value = {
        "title": "A visit",
        "url": "https://youtu.be/dQw4w9WgXcQ",
        "poster": None,
        "transcript": "You arrive.",
    }

    page = told(story(("video", value)))

    assert not page.select("iframe")
    assert not page.select("[src^=http]")
    link = page.select_one("a.video__play")
    assert link["href"] == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert link.get_text().strip() == "Play video: A visit"
    assert "You arrive." in page.select_one("details").get_text()


def test_an_image_says_what_its_block_says_and_credits_its_maker():
    image = ImageFactory(credit="A. Sample")

    page = told(story(picture(image)))

    assert page.img["alt"] == "A notebook"
    assert "A. Sample" in page.figcaption.get_text()


def test_an_image_that_was_deleted_leaves_no_gap():
    body = story(picture(ImageFactory.build(pk=4711)), text("<p>On it goes.</p>"))

    page = told(body)

    assert not page.select("figure")
    assert "On it goes." in page.get_text()


# --- meaning -----------------------------------------------------------------------------------


def test_a_table_names_its_columns_and_its_rows():
    table = {
        "columns": [{"type": "text", "heading": ""}, {"type": "text", "heading": "Migraine"}],
        "rows": [{"values": ["Pain", "Throbbing"]}],
        "caption": "",
    }
    body = story(
        ("comparison_table", {"caption": "Compared", "table": table, "row_headers": True})
    )

    page = told(body)

    region = page.select_one("[role=region][tabindex='0']")
    assert page.find(id=region["aria-labelledby"]).get_text() == "Compared"
    assert [th.get_text() for th in page.select("th[scope=col]")] == ["Migraine"]
    assert [th.get_text() for th in page.select("th[scope=row]")] == ["Pain"]


def test_a_callout_says_its_kind_in_words():
    page = told(story(("callout", {"kind": "emergency", "title": "", "text": "<p>Call.</p>"})))

    aside = page.select_one("aside.callout--emergency[role=note]")
    assert aside["aria-label"] == "Emergency"
    assert "Emergency" in aside.get_text()


def test_a_question_unfolds_for_a_link_that_leads_to_its_answer():
    question = {"question": "Is it safe?", "answer": "<p>Mostly.</p>", "anchor": "is-it-safe"}
    listed = [{"type": "item", "value": question, "id": "1"}]
    page = told(story(("faq", {"title": "Questions", "questions": listed})))

    # Browsers open the details around the place a link leads to, not the place itself.
    assert page.select_one("details > #is-it-safe").get_text().strip() == "Mostly."


def test_an_empty_story_is_empty():
    assert told(story()).get_text() == ""


# --- the price ---------------------------------------------------------------------------------


def queries_of_reading(client, article, body):
    article.body = body
    article.save()
    address = article.url
    forget_everything()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_long_story_costs_no_more_queries_than_a_short_one(client, article, published_blog):
    pages = [StandardPageFactory(parent=published_blog.home) for _ in range(20)]
    articles = [published(published_blog) for _ in range(6)]
    images = [ImageFactory(size=(500 + n, 400)) for n in range(3)]
    make_images_of_page.call([(image.pk, ["figure"]) for image in images])

    def body(links, pictures, related, invitations):
        return story(
            *(
                text(f'<p><a linktype="page" id="{page.pk}">on</a>{mark(1)}</p>')
                for page in pages[:links]
            ),
            *(picture(image) for image in images[:pictures]),
            *(picks(*articles[n : n + 2]) for n in range(related)),
            *(invitation(page) for page in pages[:invitations]),
            references("A source."),
        )

    short = body(links=5, pictures=1, related=1, invitations=1)
    long = body(links=20, pictures=3, related=3, invitations=4)

    assert queries_of_reading(client, article, long) == queries_of_reading(client, article, short)
