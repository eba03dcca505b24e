"""Row 59: /llms.txt, what the site has, for AI assistants."""

import re

import pytest
from django.conf import settings
from wagtail.models import PageViewRestriction

from crawlers import llms
from crawlers.models import CrawlerSettings
from organization.models import Clinic, SearchAndSocial
from tests.factories import ArticlePageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

ENTRY = re.compile(r"- \[(?:[^\[\]\\]|\\.)+\]\((https?://[^\s()]+)\)(: .+)?")


def parsed(client) -> dict[str, list[str]]:
    """Return the addresses under each heading of a list that is written as llmstxt.org has it."""
    answer = client.get("/llms.txt")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    first, *rest = [line for line in answer.text.splitlines() if line]
    assert first.startswith("# ")
    found: dict[str, list[str]] = {}
    quote_may_come = True
    for line in rest:
        if line.startswith("> "):
            assert quote_may_come
        elif line.startswith("## "):
            heading = line.removeprefix("## ")
            assert heading not in found
            found[heading] = []
        else:
            found[heading].append(ENTRY.fullmatch(line)[1])
        quote_may_come = False
    assert all(found.values()), "a heading with nothing below it"
    return found


def listed(client) -> list[str]:
    return [
        address.removeprefix(settings.SITE_URL)
        for addresses in parsed(client).values()
        for address in addresses
    ]


def test_it_names_the_clinic_and_its_pages_by_their_kinds(client, article):
    clinic = Clinic.current()
    clinic.description = "Treats headaches\nby the sea."
    clinic.save()

    text = client.get("/llms.txt").text

    assert text.startswith("# The Crane Center\n\n> Treats headaches by the sea.\n")
    assert parsed(client)["Articles"] == [article.markdown_address]
    assert f"[Migraine or headache]({article.markdown_address}): Headaches come in many" in text
    assert list(parsed(client))[-1] == "Optional"


def test_it_leads_to_twins_where_there_are_any_and_else_to_pages(client, article):
    assert f"({article.absolute_url.rstrip('/')}.md)" in client.get("/llms.txt").text

    setting = SearchAndSocial.current()
    setting.offer_markdown = False
    setting.save()

    assert parsed(client)["Articles"] == [article.absolute_url]


def test_it_leaves_out_what_search_engines_are_asked_to_leave_out(client, published_blog):
    home = published_blog.home
    StandardPageFactory(parent=home, slug="draft", live=False)
    StandardPageFactory(parent=home, slug="hidden", noindex=True)
    StandardPageFactory(parent=home, slug="else", canonical_override="https://other.example/")
    private = StandardPageFactory(parent=home, slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    StandardPageFactory(parent=home, slug="open")

    paths = listed(client)

    assert "/open.md" in paths
    kept_out = ("/draft", "/hidden", "/else", "/private")
    assert not [path for path in paths if path.startswith(kept_out)]
    assert published_blog.topic.url not in paths  # it is thin


def test_a_site_that_hides_names_none(client, article):
    setting = SearchAndSocial.current()
    setting.hide_from_search_engines = True
    setting.save()

    assert parsed(client) == {}


def test_hostile_titles_stay_in_their_line(client, published_blog):
    titles = ("[x](https://evil.example/)", "a\nb ## c", "`code` <b> \\] \u202e", "]" * 40)
    for number, title in enumerate(titles):
        ArticlePageFactory(
            slug=f"hostile-{number}",
            parent=published_blog.index,
            main_topic=published_blog.topic,
            title=title,
            introduction="Line one\n## line [two](x)",
        )

    assert len(parsed(client)["Articles"]) == 4


def test_it_is_bounded_and_its_queries_do_not_grow(
    client, published_blog, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(llms, "MOST", 3)

    def add(count):
        return [
            ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
            for _ in range(count)
        ]

    add(1)
    client.get("/llms.txt")
    with django_assert_max_num_queries(40) as few:
        client.get("/llms.txt")
        cost = len(few)
    newest = add(8)[-3:]
    client.get("/llms.txt")

    with django_assert_max_num_queries(cost):
        addresses = parsed(client)["Articles"]
    assert addresses == [each.markdown_address for each in reversed(newest)]


def test_the_clinic_may_offer_none(client, article):
    setting = CrawlerSettings.current()
    setting.offers_llms_txt = False
    setting.save()

    assert client.get("/llms.txt").status_code == 404
