"""The head as a crawler reads it."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from seo import graph
from seo.metadata import FeedLink, Metadata, ResultLimits, Verification
from seo.nodes import Organization, Person, Picture, Reference, WebPage
from tests.seo.heads import assert_sound, read_head

HOME = "https://clinic.example"
BLOG = f"{HOME}/blog/"
HOSTILE = "\"><script>alert('x')</script></title>"


def described(**changes) -> Metadata:
    """Return what a page could say, with some of it changed."""
    usual = {
        "title": "Blog",
        "description": "What we write.",
        "canonical": BLOG,
        "site_name": "Crane",
        "nodes": (WebPage(id=f"{BLOG}#webpage", url=BLOG, name="Blog"),),
    }
    return Metadata(**(usual | changes))


def head_of(thing, request=None, number=None) -> str:
    """Return a whole document around the head of a thing."""
    tag = Template("{% load seo %}{% seo_head thing page_number=number %}")
    head = tag.render(Context({"thing": thing, "request": request, "number": number}))
    return (
        '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="w">'
        f'<link rel="manifest" href="/m">{head}</head><body></body></html>'
    )


@pytest.fixture(autouse=True)
def _silent_rooms(monkeypatch):
    """Let no room speak but those the test registers: nothing here needs a database."""
    monkeypatch.setattr(graph, "_site_contributors", [])
    monkeypatch.setattr(graph, "_page_contributors", [])


def test_a_page_says_everything_once():
    head = assert_sound(head_of(described()), address=BLOG)

    assert head.title == "Blog | Crane"
    assert head.robots == "index, follow, max-image-preview:large"
    assert head.meta("og:title") == "Blog"
    assert head.meta("twitter:card") == "summary"
    assert head.node("WebPage")["url"] == BLOG


def test_an_article_says_when_it_was_written_by_whom_and_about_what():
    article = described(
        kind="article",
        published_on=datetime(2026, 5, 4, 17, 30, tzinfo=UTC),
        updated_on=datetime(2026, 6, 1, 8, 0, tzinfo=UTC),
        section="Migraine",
        tags=("Ketamine", "Headache"),
        author_urls=(f"{HOME}/team/ana/",),
        feeds=(FeedLink("Blog", f"{BLOG}feed/"),),
        image=Picture(f"{HOME}/media/a.jpg", 1200, 630, "A hand at a temple"),
    )

    head = assert_sound(head_of(article))

    published = datetime.fromisoformat(head.meta("article:published_time"))
    assert published == datetime(2026, 5, 4, 17, 30, tzinfo=UTC)
    assert head.meta("article:modified_time").startswith("2026-06-01T")
    assert head.meta("article:author") == f"{HOME}/team/ana/"
    assert head.meta("article:section") == "Migraine"
    assert len(head.soup.select('meta[property="article:tag"]')) == 2
    assert head.feeds == [f"{BLOG}feed/"]
    assert head.meta("og:image:width") == "1200"
    assert head.meta("og:image:alt") == "A hand at a temple"
    assert head.meta("twitter:card") == "summary_large_image"


def test_a_picture_too_small_for_social_networks_is_not_offered():
    head = assert_sound(head_of(described(image=Picture(f"{HOME}/a.jpg", 1200, 199))))

    assert not head.soup.select('meta[property^="og:image"]')
    assert head.meta("twitter:card") == "summary"


def test_only_an_article_has_article_tags():
    head = read_head(head_of(described(published_on=datetime(2026, 5, 4, tzinfo=UTC))))

    assert not head.soup.select('meta[property^="article:"]')


def test_a_page_kept_out_of_search_engines_says_so():
    head = assert_sound(head_of(described(indexable=False)))

    assert head.robots == "noindex, follow"


def test_a_preview_is_never_indexed():
    request = RequestFactory().get("/")
    request.is_preview = True

    assert read_head(head_of(described(), request)).robots.startswith("noindex")


def test_the_second_part_of_a_listing_is_a_page_of_its_own():
    head = assert_sound(head_of(described(), number=2), address=f"{BLOG}?page=2")

    assert head.title == "Blog, page 2 | Crane"
    assert head.node("WebPage")["@id"] == f"{BLOG}?page=2#webpage"


def test_a_page_says_how_much_of_it_may_be_shown_and_until_when():
    """Rows 4 and 5."""
    until = datetime(2026, 12, 24, 18, 0, tzinfo=UTC)
    limits = ResultLimits(
        max_snippet=80, max_image_preview="standard", max_video_preview=0, unavailable_after=until
    )

    assert read_head(head_of(described(limits=limits))).robots == (
        "index, follow, max-snippet:80, max-image-preview:standard, max-video-preview:0, "
        "unavailable_after: 2026-12-24T18:00:00+00:00"
    )


def test_a_page_that_may_not_be_quoted_says_so_in_one_word():
    """Row 4."""
    limits = ResultLimits(nosnippet=True, max_snippet=80)

    assert read_head(head_of(described(limits=limits))).robots == (
        "index, follow, nosnippet, max-image-preview:large"
    )


def test_a_moment_without_a_time_zone_is_no_expiry():
    with pytest.raises(ValueError, match="offset"):
        list(ResultLimits(unavailable_after=datetime(2026, 5, 4)).directives())  # noqa: DTZ001


def test_the_second_part_of_a_listing_has_a_description_of_its_own():
    """Row 2."""
    head = read_head(head_of(described(), number=2))

    assert head.meta("description") == "Page 2. What we write."


def test_ten_thousand_characters_of_description_are_cut_at_a_sentence():
    """Row 2."""
    head = assert_sound(head_of(described(description="It can last for days. " * 500)))

    assert len(head.meta("description")) <= 320
    assert head.meta("description").endswith("for days.")
    assert head.meta("og:description") == head.meta("description")


def test_the_words_for_a_picture_are_given_to_every_network():
    """Row 52."""
    picture = Picture(f"{HOME}/a.jpg", 1200, 630, "A hand at a temple. " * 60)

    head = assert_sound(head_of(described(image=picture)))

    assert head.meta("twitter:image:alt") == head.meta("og:image:alt")
    assert len(head.meta("og:image:alt")) <= 420


@pytest.mark.parametrize("number", [1, "", None])
def test_the_first_part_has_the_plain_address(number):
    assert_sound(head_of(described(), number=number), address=BLOG)


def test_proof_of_ownership_is_shown():
    proof = Verification("google-site-verification", "abc")

    assert read_head(head_of(described(verification=(proof,)))).meta(proof.name) == "abc"


class Article:
    """A page that is Described."""

    def metadata(self) -> Metadata:
        """Return what its head says."""
        return described()


def test_rooms_speak_about_the_site_and_about_the_page():
    graph.register_site_nodes(lambda request: [Organization(id=f"{HOME}/#clinic", name="Crane")])
    page = WebPage(
        id=f"{BLOG}#webpage", in_language="en-US", publisher=Reference(f"{HOME}/#clinic")
    )
    graph.register_page_nodes(lambda described: [page])

    head = assert_sound(head_of(Article()))

    assert head.node("Organization")["name"] == "Crane"
    assert head.node("WebPage")["name"] == "Blog"
    assert head.node("WebPage")["inLanguage"] == "en-US"


def test_a_room_that_registers_twice_speaks_once():
    def clinic(request):
        return [Organization(name="Crane")]

    graph.register_site_nodes(clinic)
    graph.register_site_nodes(clinic)

    assert len(graph.site_nodes(None)) == 1


def test_hostile_text_stays_text_wherever_it_stands():
    page = described(
        title=HOSTILE,
        description=HOSTILE,
        site_name=HOSTILE,
        section=HOSTILE,
        kind="article",
        tags=(HOSTILE,),
        image=Picture(f"{HOME}/a.jpg", 1200, 630, HOSTILE),
        nodes=(WebPage(id=f"{BLOG}#webpage", author=(Person(name=HOSTILE),)),),
        feeds=(FeedLink(HOSTILE, f"{BLOG}feed/"),),
    )

    head = assert_sound(head_of(page))

    assert len(head.soup.find_all("script")) == 1
    assert head.meta("description") == HOSTILE
    assert head.meta("og:image:alt") == HOSTILE
    assert head.node("WebPage")["author"][0]["name"] == HOSTILE
