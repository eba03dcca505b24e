"""Every page of the starter site as a crawler reads it: one walk over all page types."""

from collections import Counter
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.template import RequestContext, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.comments.models import CommentSettings, CommentThread, ReaderComment
from blog.models import ArticleAuthor, ArticlePage
from delivery.memory import forget_everything
from pages.models import SitePage
from people.models import ProfilePage
from redirects.models import GoneAddress
from tests.factories import (
    ArticlePageFactory,
    ImageFactory,
    ProfilePageFactory,
    ReaderCommentFactory,
    TopicPageFactory,
    UserFactory,
)
from tests.seo.heads import Head, assert_sound, read_head

# Queries that the head of a page may add to those of the page: it is at hand already.
MOST_OF_A_HEAD = 8

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


def live_pages() -> list[SitePage]:
    return list(SitePage.objects.published().filter(depth__gt=1).specific())


def test_the_starter_site_has_a_page_of_every_type():
    types = {
        model
        for model in apps.get_models()
        if issubclass(model, SitePage) and model is not SitePage
    }

    assert {type(page) for page in live_pages()} == types


def test_every_page_has_one_sound_head_one_heading_and_one_main_part(client):
    for page in live_pages():
        answer = client.get(page.url)
        assert answer.status_code == 200, page.url

        head = assert_sound(answer.content, page.absolute_url)

        assert len(head.soup.select("h1")) == 1, page.url
        assert len(head.soup.select("main")) == 1, page.url


def test_every_page_is_anonymous_and_the_same_for_everybody(client):
    for page in live_pages():
        answer = client.get(page.url)

        assert not answer.cookies, page.url
        assert "cookie" not in answer.get("Vary", "").lower(), page.url
        assert b"csrfmiddlewaretoken" not in answer.content, page.url
        assert b"<style" not in answer.content, page.url
        assert b" style=" not in answer.content, page.url


def test_every_page_names_the_clinic_its_locations_and_its_trail(client):
    for page in live_pages():
        head = assert_sound(client.get(page.url).content)

        assert head.node("MedicalOrganization")["@id"] == f"{settings.SITE_URL}/#organization"
        assert head.node("WebSite")["@id"] == f"{settings.SITE_URL}/#website"
        clinics = [node for node in head.graph if node["@type"] == "MedicalClinic"]
        assert [node["name"] for node in clinics], page.url
        assert trail_in_markup(head) == trail_shown(head.soup), page.url


def trail_in_markup(head: Head) -> list[str]:
    lists = [node for node in head.graph if node["@type"] == "BreadcrumbList"]
    return [item["name"] for trail in lists for item in trail["itemListElement"]]


def trail_shown(soup: BeautifulSoup) -> list[str]:
    return [step.get_text(strip=True) for step in soup.select(".breadcrumbs li")]


def test_every_link_inside_the_site_leads_somewhere(client):
    seen: dict[str, int] = {}
    for page in live_pages():
        soup = BeautifulSoup(client.get(page.url).content, "html5lib")
        ids = {tag["id"] for tag in soup.select("[id]")}
        for link in soup.select("a[href]"):
            address = str(link["href"]).removeprefix(settings.SITE_URL)
            if address.startswith("#"):
                assert address == "#" or address[1:] in ids, f"{page.url}: {address}"
            elif address.startswith("/"):
                path = address.split("#")[0]
                if path not in seen:
                    seen[path] = client.get(path).status_code
                assert seen[path] == 200, f"{page.url} links to {path}: {seen[path]}"


def test_the_article_says_in_markup_what_it_shows(client):
    article = ArticlePage.objects.get(slug="migraine-vs-headache-ketamine")
    head = assert_sound(client.get(article.url).content, article.absolute_url)
    posting = head.node("BlogPosting")

    assert head.meta("og:type") == "article"
    assert posting["headline"] == head.soup.h1.get_text(strip=True)
    assert len(posting["image"]) == 3
    assert len(posting["citation"]) == 7
    assert posting["wordCount"] > 900
    assert posting["author"][0]["url"].endswith("/team/editorial-team/")
    assert posting["commentCount"] == len(head.soup.select("article.comment"))
    assert len(head.feeds) >= 2


# --- rows 7 and 63 to 65: what holds for every answer that a crawler gets ------------------------


@pytest.fixture
def crawled() -> dict[str, str]:
    """Return every kind of answer by its path, and the address that it calls its own.

    Lists have two parts, and so have the comments.
    """
    article = ArticlePage.objects.get(slug="migraine-vs-headache-ketamine")
    author = ProfilePage.objects.get(slug="editorial-team")
    blog = SitePage.objects.get(slug="blog")
    for _ in range(11):
        ArticlePageFactory(parent=blog, main_topic=article.main_topic, authors=[author])
    CommentSettings.objects.update_or_create(defaults={"threads_a_page": 1})
    forget_everything()
    first = ReaderComment.objects.approved().filter(parent=None).first()
    lists = (blog, article.main_topic, author)
    others = [
        *(f"{page.url}?page=2" for page in lists),
        f"{article.url}comments/2/",
        *("/search/", "/search/?q=migraine", "/search/?q=migraine&page=2"),
        reverse("comments:reply", args=[article.pk, first.pk]),
        reverse("comments:withdrawn", args=[article.pk]),
        reverse("appointment_thanks"),
    ]
    answers = {page.url: page.absolute_url for page in live_pages()}
    return answers | {path: f"{settings.SITE_URL}{path}" for path in others}


def test_row_7_each_tag_of_the_head_is_there_once_whatever_is_asked_for(client, crawled):
    titles, addresses = Counter(), Counter()
    for path, address in crawled.items():
        answer = client.get(path)
        assert answer.status_code == 200, path

        head = assert_sound(answer.content)

        is_search = path.startswith("/search/")
        assert head.canonical == (f"{settings.SITE_URL}/search/" if is_search else address), path
        assert ("noindex" in head.robots) == (answer.get("X-Robots-Tag") == "noindex"), path
        if not is_search:
            assert ("page 2" in head.title.lower()) == path.endswith(("=2", "/2/")), path
            titles[head.title] += 1
            addresses[head.canonical] += 1
    assert not [title for title, count in titles.items() if count > 1]
    assert not [address for address, count in addresses.items() if count > 1]


def test_row_7_what_is_not_there_names_no_address_and_is_not_kept(client):
    GoneAddress.objects.create(path="/gone")

    for path, status in (("/nothing/", 404), ("/blog/?page=99", 404), ("/gone/", 410)):
        answer = client.get(path)
        soup = read_head(answer.content).soup

        assert answer.status_code == status, path
        assert [tag["content"] for tag in soup.select("meta[name=robots]")] == ["noindex"], path
        assert len(soup.select("title")) == 1, path
        assert not soup.select("link[rel=canonical], meta[property], script[type*=json]"), path


def test_row_63_the_head_and_the_graph_of_a_page_cost_no_query_for_each_thing_in_them(
    rf,
):
    """Of every type of page: with many articles, authors, topics and comments, or with few.

    Whether what a process remembers still holds is asked once for each request, and not counted.
    """
    head = Template("{% load seo %}{% seo_head page %}")
    article = ArticlePage.objects.get(slug="migraine-vs-headache-ketamine")

    def costs() -> dict[str, int]:
        found = {}
        for page in live_pages():
            route = SitePage.route_for_request(rf.get(page.url), page.url)
            context = RequestContext(rf.get(page.url), {"page": route.page})
            with CaptureQueriesContext(connection) as counted:
                head.render(context)
            asked = [query["sql"] for query in counted]
            found[page.url] = len([sql for sql in asked if "delivery_generation" not in sql])
        return found

    costs()  # what every process remembers is read once
    few = costs()
    blog, team = article.get_parent(), SitePage.objects.get(slug="team")
    authors = [ProfilePageFactory(parent=team, photo=ImageFactory()) for _ in range(3)]
    for _ in range(9):
        ArticlePageFactory(parent=blog, main_topic=article.main_topic, authors=authors)
    for author in authors:
        article.article_authors.add(ArticleAuthor(author=author))
    article.topics = [
        *article.topics.all(),
        *(TopicPageFactory(parent=article.main_topic.get_parent()) for _ in range(3)),
    ]
    article.save_revision().publish()
    for _ in range(5):
        ReaderCommentFactory(thread=CommentThread.objects.of(article)).approve(by=UserFactory())
    costs()
    many = costs()

    assert {path: many[path] for path in few if many[path] > few[path]} == {}
    assert {path: cost for path, cost in many.items() if cost > MOST_OF_A_HEAD} == {}


def test_row_64_search_engines_cost_readers_no_script_no_style_and_nobody_else_is_asked(
    client, crawled
):
    for path in crawled:
        soup = read_head(client.get(path).content).soup

        data = [tag for tag in soup.select("script") if not tag.get("src")]
        assert [tag["type"] for tag in data] == ["application/ld+json"], path
        styles = [tag["href"] for tag in soup.select("link[rel=stylesheet]")]
        assert styles == [f"{settings.STATIC_URL}css/site.css"], path
        for address in fetched(soup):
            assert address.startswith(("/static/", "/media/", *NAMED)), path
        assert not soup.select("link[rel~=preconnect], link[rel~=dns-prefetch], iframe"), path


# What browsers ask for by name.
NAMED = ("/favicon.ico", "/apple-touch-icon.png", "/manifest.webmanifest")


def fetched(soup: BeautifulSoup) -> Iterator[str]:
    """Yield whatever a browser fetches with a page, without being asked to."""
    for tag in soup.select("script[src], img[src], source[src], video[src], embed[src]"):
        yield str(tag["src"]).removeprefix(settings.SITE_URL)
    for tag in soup.select("img[srcset], source[srcset]"):
        yield from (each.split()[0] for each in str(tag["srcset"]).split(","))
    for tag in soup.select("link[href]"):
        if set(tag["rel"]) & {"stylesheet", "icon", "apple-touch-icon", "manifest", "preload"}:
            yield str(tag["href"]).removeprefix(settings.SITE_URL)


def test_row_65_images_are_sized_and_modern_and_the_first_one_comes_first(client, crawled):
    seen = 0
    for path in crawled:
        soup = read_head(client.get(path).content).soup
        images = [each for each in soup.select("main img") if not is_at_the_end(each, path)]
        for number, image in enumerate(images):
            source = image.find_parent("picture").find("source")
            assert source["type"] == "image/webp", path
            assert source["sizes"], path
            assert int(image["width"]) > 0 < int(image["height"]), path
            assert "alt" in image.attrs, path
            is_first = number == 0
            assert (image.get("fetchpriority") == "high") == is_first, path
            assert (image.get("loading") == "lazy") != is_first, path
        for image in soup.select("img"):
            assert image.get("width"), path
            assert image.get("height"), path
        seen += len(images)
    assert seen > 20


def is_at_the_end(image: Tag, path: str) -> bool:
    """Say whether it is an author's portrait below an article, or what to read next."""
    return path.startswith("/blog/") and bool(image.find_parent(class_=("author", "related")))
