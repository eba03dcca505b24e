"""An article, as readers and search engines meet it."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from blog.models import ArticlePage, ArticlePick
from people.models import ProfilePage
from tests.conftest import PublishedBlog
from tests.factories import (
    ArticlePageFactory,
    ImageFactory,
    ProfilePageFactory,
    TopicPageFactory,
)

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL


def graph(client: Client, path: str) -> dict[str, dict]:
    """Return the nodes of a page's graph by their `@id`."""
    soup = BeautifulSoup(client.get(path).content, "html.parser")
    nodes = json.loads(soup.find("script", type="application/ld+json").string)["@graph"]
    return {node["@id"]: node for node in nodes if "@id" in node}


def fresh(article: ArticlePage) -> ArticlePage:
    """Return the article as it is stored now."""
    return ArticlePage.objects.get(pk=article.pk)


# --- dates ------------------------------------------------------------------------------------


def test_the_first_publication_dates_an_article(published_blog: PublishedBlog):
    draft = ArticlePageFactory(
        parent=published_blog.index, main_topic=published_blog.topic, live=False
    )
    assert draft.published_on is None

    draft.save_revision().publish()

    assert timezone.now() - fresh(draft).published_on < timedelta(seconds=10)


def test_publishing_again_moves_neither_date(article: ArticlePage):
    before = article.published_on

    article.save_revision().publish()

    assert fresh(article).published_on == before
    assert fresh(article).updated_on is None


def test_an_editor_may_correct_when_it_was_published(article: ArticlePage):
    article.published_on = timezone.now() - timedelta(days=400)

    article.save_revision().publish()

    assert fresh(article).published_on == article.published_on


def test_nothing_was_published_in_the_future(article: ArticlePage):
    article.published_on = timezone.now() + timedelta(days=3)

    article.save_revision().publish()

    assert fresh(article).published_on <= timezone.now()


def test_a_significant_update_moves_the_date_once(article: ArticlePage):
    article.significant_update, article.change_note = True, "A new trial was published."
    article.save_revision().publish()
    first = fresh(article).updated_on
    assert first is not None

    again = fresh(article).get_latest_revision_as_object()
    assert again.significant_update is False
    again.save_revision().publish()

    assert fresh(article).updated_on == first


def test_readers_see_the_change_note_with_the_date(client: Client, article: ArticlePage):
    article.significant_update, article.change_note = True, "A new trial was published."
    article.save_revision().publish()

    page = client.get(article.url).text

    assert "A new trial was published." in page
    assert "Updated" in page


def test_the_first_publication_is_no_update(published_blog: PublishedBlog):
    draft = ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        live=False,
        significant_update=True,
        change_note="All of it is new.",
    )

    draft.save_revision().publish()

    assert fresh(draft).updated_on is None
    assert fresh(draft).significant_update is False


def test_a_copy_has_no_history(article: ArticlePage):
    article.significant_update, article.change_note = True, "A new trial."
    article.save_revision().publish()

    copy = fresh(article).copy(update_attrs={"slug": "a-copy"}, keep_live=False)

    assert (copy.published_on, copy.updated_on, copy.change_note) == (None, None, "")


# --- length and contents ----------------------------------------------------------------------


def test_the_reading_time_follows_the_text(published_blog: PublishedBlog):
    article = ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        introduction="Ten words " * 5,
        body=[("text", RichText(f"<p>{'word ' * 990}</p>"))],
    )
    assert (article.word_count, article.reading_minutes) == (1000, 5)

    article.body = []
    article.save()

    assert (article.word_count, article.reading_minutes) == (10, 1)


def test_the_contents_are_the_headings(article: ArticlePage):
    assert [(each.text, each.anchor) for each in article.contents] == [
        ("What helps", "what-helps")
    ]


# --- what to read next ------------------------------------------------------------------------


@pytest.fixture
def neighbours(published_blog: PublishedBlog, article: ArticlePage) -> dict[str, ArticlePage]:
    """Articles near and far from the one about migraine, the oldest first."""
    sleep = TopicPageFactory(parent=published_blog.topic_index, title="Sleep")
    article.topics = [sleep]
    article.save()
    now = timezone.now()

    def another(days: int, **fields: object) -> ArticlePage:
        return ArticlePageFactory(
            parent=published_blog.index, published_on=now - timedelta(days=days), **fields
        )

    migraine = published_blog.topic
    return {
        "migraine, old": another(30, main_topic=migraine),
        "migraine, new": another(20, main_topic=migraine),
        "sleep, newer": another(10, main_topic=sleep),
        "also on sleep": another(
            5,
            main_topic=TopicPageFactory(parent=published_blog.topic_index, title="Food"),
            topics=[sleep],
        ),
        "unrelated": another(
            1, main_topic=TopicPageFactory(parent=published_blog.topic_index, title="Sport")
        ),
    }


def test_related_are_those_of_the_main_topic_first_then_the_newest(
    article: ArticlePage, neighbours: dict[str, ArticlePage]
):
    assert article.related == [
        neighbours["migraine, new"],
        neighbours["migraine, old"],
        neighbours["also on sleep"],
    ]


def test_what_an_editor_picked_comes_first(
    article: ArticlePage, neighbours: dict[str, ArticlePage]
):
    article.picks = [ArticlePick(article=neighbours["unrelated"])]
    article.save()

    assert fresh(article).related == [
        neighbours["unrelated"],
        neighbours["migraine, new"],
        neighbours["migraine, old"],
    ]


@pytest.mark.parametrize("why", ["unpublished", "noindexed", "restricted"])
def test_related_are_only_those_that_anybody_may_find(
    article: ArticlePage, neighbours: dict[str, ArticlePage], why: str
):
    hidden = neighbours["migraine, new"]
    article.picks = [ArticlePick(article=hidden)]
    article.save()
    if why == "unpublished":
        hidden.unpublish()
    elif why == "noindexed":
        ArticlePage.objects.filter(pk=hidden.pk).update(noindex=True)
    else:
        PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)

    related = fresh(article).related

    assert hidden not in related
    assert article not in related
    assert len(related) == 3


def test_an_article_cannot_pick_itself(article: ArticlePage):
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticlePick.objects.create(page=article, article=article)


def test_the_page_shows_what_to_read_next(
    client: Client, article: ArticlePage, neighbours: dict[str, ArticlePage]
):
    soup = BeautifulSoup(client.get(article.url).content, "html.parser")

    section = soup.find("section", attrs={"aria-labelledby": "related"})

    assert [a.text for a in section.select(".card__title a")] == [
        each.title for each in article.related
    ]


# --- authors ----------------------------------------------------------------------------------


def test_the_byline_keeps_the_order_of_authors(client: Client, published_blog: PublishedBlog):
    second = ProfilePageFactory(parent=published_blog.team, title="Zoe Sample")
    first = ProfilePageFactory(parent=published_blog.team, title="Amy Sample")
    article = ArticlePageFactory(
        parent=published_blog.index, main_topic=published_blog.topic, authors=[second, first]
    )

    page = client.get(article.url).text

    assert fresh(article).authors == [second, first]
    assert page.index("Zoe Sample") < page.index("Amy Sample")


# --- machines ---------------------------------------------------------------------------------


def pixels(length: str) -> int:
    """Return a picture's width or height, as schema.org writes it."""
    return int(length.removesuffix(" px"))


def test_the_graph_describes_the_article(client: Client, published_blog: PublishedBlog):
    """Row 9: everything that search engines ask of an article."""
    sleep = TopicPageFactory(parent=published_blog.topic_index, title="Sleep")
    team = ProfilePageFactory(
        parent=published_blog.team, title="Editorial team", kind=ProfilePage.Kind.TEAM
    )
    article = ArticlePageFactory(
        parent=published_blog.index,
        title="Whole",
        main_topic=published_blog.topic,
        topics=[sleep],
        authors=[published_blog.author, team],
        hero_image=ImageFactory(size=(1600, 1200)),
        body=[
            ("text", RichText("<p>Words of an article.</p>")),
            (
                "references",
                {
                    "title": "References",
                    "items": [{"citation": "A paper. 2018.", "doi": "10.1/abc", "url": ""}],
                },
            ),
        ],
    )

    nodes = graph(client, article.url)
    posting = nodes[f"{SITE}/blog/whole/#article"]
    page = nodes[f"{SITE}/blog/whole/#webpage"]

    assert posting["@type"] == "BlogPosting"
    assert posting["headline"] == "Whole"
    assert posting["datePublished"].endswith(("-06:00", "-05:00"))
    assert posting["dateModified"] == posting["datePublished"]
    assert posting["articleSection"] == "Migraine"
    assert posting["keywords"] == ["Migraine", "Sleep"]
    assert posting["wordCount"] == article.word_count
    assert [author["@type"] for author in posting["author"]] == ["Person", "Organization"]
    assert posting["author"][0]["url"] == published_blog.author.absolute_url
    assert posting["publisher"] == {"@id": f"{SITE}/#organization"}
    assert posting["mainEntityOfPage"] == {"@id": page["@id"]}
    assert page["@type"] == "MedicalWebPage"
    assert page["mainEntity"] == {"@id": posting["@id"]}
    assert posting["inLanguage"] == "en-US"
    shapes = [(pixels(each["width"]), pixels(each["height"])) for each in posting["image"]]
    assert [round(width / height, 2) for width, height in shapes] == [1.78, 1.33, 1.0]
    assert all(width * height > 50_000 for width, height in shapes)


@pytest.mark.parametrize(
    ("size", "ratios"), [((260, 200), [1.33]), ((200, 160), []), ((1, 1), [])]
)
def test_a_picture_of_too_few_pixels_is_not_named_to_search_engines(
    client: Client, published_blog: PublishedBlog, size: tuple[int, int], ratios: list[float]
):
    """Row 9."""
    article = ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        hero_image=ImageFactory(size=size),
    )

    posting = graph(client, article.url)[f"{article.absolute_url}#article"]

    pictures = posting.get("image", [])
    found = [pixels(each["width"]) / pixels(each["height"]) for each in pictures]
    assert [round(ratio, 2) for ratio in found] == ratios


def test_a_study_is_cited_as_one_and_a_warning_is_not(
    client: Client, published_blog: PublishedBlog
):
    """Row 9: the DOI of a study is its identifier."""
    items = [
        {"citation": "A paper. 2018.", "doi": "10.1000/a<b>c", "url": ""},
        {"citation": "A warning. 2023.", "doi": "", "url": "https://example.org/warning"},
        {"citation": "A book.", "doi": "", "url": ""},
    ]
    article = ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        body=[("references", {"title": "References", "items": items})],
    )

    posting = graph(client, article.url)[f"{article.absolute_url}#article"]

    assert posting["citation"] == [
        {
            "@type": "ScholarlyArticle",
            "name": "A paper. 2018.",
            "url": "https://doi.org/10.1000/a%3Cb%3Ec",
            "identifier": [
                {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1000/a<b>c"}
            ],
        },
        {
            "@type": "CreativeWork",
            "name": "A warning. 2023.",
            "url": "https://example.org/warning",
        },
        {"@type": "CreativeWork", "name": "A book."},
    ]


def test_the_head_says_when_by_whom_and_about_what(
    client: Client, article: ArticlePage, published_blog: PublishedBlog
):
    soup = BeautifulSoup(client.get(article.url).content, "html.parser")

    def content(name: str) -> str:
        return soup.find("meta", property=name)["content"]

    assert content("og:type") == "article"
    assert content("article:section") == "Migraine"
    assert content("article:author") == published_blog.author.absolute_url
    assert content("article:published_time")[:10] == (
        timezone.localtime(article.published_on).date().isoformat()
    )


def test_more_articles_in_the_blog_cost_an_article_nothing(
    client: Client, article: ArticlePage, published_blog: PublishedBlog
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        client.get(article.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(article.url)
        return len(captured)

    for _ in range(3):
        ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
    few = queries()
    for _ in range(12):
        ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)

    assert queries() == few
    assert few <= 15


def test_an_author_without_a_published_page_is_named_and_not_linked(
    client: Client, article: ArticlePage, published_blog: PublishedBlog
):
    published_blog.author.unpublish()

    soup = BeautifulSoup(client.get(article.url).content, "html.parser")

    assert published_blog.author.title in soup.find("dl", class_="byline--full").text
    assert not soup.find("a", href=published_blog.author.url)
