"""The search page, as a reader and a crawler meet it."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection

from search import results
from search.results import RESULTS_A_PAGE
from search.words import read_query
from tests.factories import StandardPageFactory
from tests.seo.heads import read_head

pytestmark = pytest.mark.django_db


def search(client, words="", **more):
    """Return the answer to a search, with what a reader sees of it."""
    response = client.get("/search/", {"q": words} | more)
    return response, BeautifulSoup(response.content, "html5lib").main


def titles(main):
    """Return the titles of what was found."""
    return [link.get_text().strip() for link in main.select(".search__results h2 a")]


@pytest.fixture
def about(site_home):
    """A page about the treatment."""
    return StandardPageFactory(
        parent=site_home,
        title="Ketamine for migraines",
        slug="ketamine",
        introduction="Slow infusions <b>under</b> a nurse's eye.",
    )


def test_a_page_is_found_by_its_title(client, about):
    response, main = search(client, "migraines")

    assert response.status_code == 200
    assert titles(main) == ["Ketamine for migraines"]
    assert main.select_one(".search__results a")["href"] == "/ketamine/"


def test_a_page_is_found_by_its_text_and_the_excerpt_shows_the_word(client, about):
    _, main = search(client, "infusions")

    assert titles(main) == ["Ketamine for migraines"]
    assert [mark.get_text() for mark in main.select("p mark")] == ["infusions"]


def test_a_singular_finds_the_plural(client, about):
    _, main = search(client, "migraine infusion")

    assert titles(main) == ["Ketamine for migraines"]


def test_pages_with_the_words_in_their_title_come_first(client, site_home):
    for title, text in [
        ("Infusions: what a long title this page has, and what it says", ""),
        ("Us", "Infusions here."),
        ("Our infusions", "Infusions, infusions."),
        ("FAQ", "Infusions there. Infusions again."),
    ]:
        StandardPageFactory(parent=site_home, title=title, introduction=text)

    _, main = search(client, "infusions")

    assert "nfusions" in titles(main)[0]
    assert "nfusions" in titles(main)[1]
    assert set(titles(main)[2:]) == {"Us", "FAQ"}


def test_what_is_quoted_from_a_page_is_text_and_never_markup(client, about):
    response, main = search(client, "infusions")

    assert not main.select("p b")
    assert b"&lt;b&gt;under&lt;/b&gt;" in response.content


def test_what_is_not_published_is_not_found(client, site_home, about):
    StandardPageFactory(parent=site_home, title="Migraines draft", slug="draft", live=False)
    about.unpublish()

    _, main = search(client, "migraines")

    assert titles(main) == []
    assert "Nothing was found" in main.get_text()


def test_when_no_page_has_all_words_those_with_some_are_shown_and_it_says_so(client, about):
    _, main = search(client, "migraines unicorns")

    assert titles(main) == ["Ketamine for migraines"]
    assert "No page has all of these words" in main.get_text()


def test_the_search_is_kept_out_of_search_engines_and_of_caches(client, about):
    for words in ("", "ketamine"):
        response, _ = search(client, words)

        assert read_head(response.content).robots.startswith("noindex")
        assert "no-store" in response["Cache-Control"]


def test_an_empty_search_asks_for_words_and_finds_nothing(client, about):
    response, main = search(client)

    assert response.status_code == 200
    assert titles(main) == []
    assert main.select_one("input[name=q]")["value"] == ""
    assert "Nothing was found" not in main.get_text()


def test_what_was_typed_stays_in_the_field(client, site_home):
    typed = '"><script>alert(1)</script>'
    response, main = search(client, typed)

    assert main.select_one("input[name=q]")["value"] == typed
    assert b"<script>alert(1)" not in response.content


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 100_000,
        "word " * 5_000,
        "' OR 1=1 --",
        '"unclosed',
        "NEAR(a b) AND OR NOT *",
        "title:x ^ + - ~ : & | ! <-> \\",
        "%s %d {x} \\x00",
        "\x00\x01",
        "\u202e\ufffe",
        "😀",
        "日本語",
    ],
)
def test_hostile_and_endless_searches_are_answered(client, about, hostile):
    response, main = search(client, hostile)

    assert response.status_code == 200
    assert main.select_one("h1")


def test_more_results_are_a_page_further(client, site_home):
    for number in range(RESULTS_A_PAGE + 2):
        StandardPageFactory(parent=site_home, title=f"Sleep {number}", slug=f"sleep-{number}")

    _, first = search(client, "sleep")
    _, second = search(client, "sleep", page="2")

    assert len(titles(first)) == RESULTS_A_PAGE
    assert len(titles(second)) == 2
    assert not set(titles(first)) & set(titles(second))
    following = first.select_one("a[rel=next]")["href"]
    assert titles(BeautifulSoup(client.get(following).content, "html5lib").main) == titles(second)


@pytest.mark.parametrize("number", ["0", "-1", "2", "x", "9" * 50, "1.5"])
def test_a_page_of_results_that_does_not_exist_is_not_found(client, about, number):
    assert client.get("/search/", {"q": "ketamine", "page": number}).status_code == 404


def test_ten_results_cost_as_many_queries_as_one(
    client, site_home, about, django_assert_max_num_queries
):
    search(client, "ketamine")
    with django_assert_max_num_queries(20) as few:
        search(client, "ketamine")
        cost_of_one = len(few)
    for number in range(9):
        StandardPageFactory(parent=site_home, title=f"Ketamine {number}", slug=f"k-{number}")
    search(client, "ketamine")

    with django_assert_max_num_queries(cost_of_one):
        _, main = search(client, "ketamine")

    assert len(titles(main)) == 10


def test_only_reading_is_possible(client, site_home):
    assert client.post("/search/", {"q": "x"}).status_code == 405


def test_when_very_many_pages_have_a_word_titles_decide_and_then_what_is_newer(
    client, site_home, monkeypatch
):
    monkeypatch.setattr(results, "MOST_WEIGHED", 2)
    for title, text in [
        ("Older", "Infusions. " * 20),
        ("Our infusions", ""),
        ("Newer", "Infusions."),
    ]:
        StandardPageFactory(parent=site_home, title=title, introduction=text)

    _, main = search(client, "infusions")

    assert titles(main) == ["Our infusions", "Newer", "Older"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an index of PostgreSQL's search")
def test_postgresql_finds_words_by_an_index_instead_of_reading_every_page(site_home):
    asked = str(results.find(read_query("ketamine")).paginator.object_list._in_order().query)
    table = "wagtailsearch_indexentry"

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            f"EXPLAIN SELECT FROM {table} WHERE (title || body) @@ to_tsquery('ketamine')"
        )
        plan = str(cursor.fetchall())

    assert f'("{table}"."title" || "{table}"."body") @@' in asked
    assert "search_words_of_title_and_body" in plan
