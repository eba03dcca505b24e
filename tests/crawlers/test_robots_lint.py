"""What is refused before it is saved into robots.txt, and in which words (row 21)."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from crawlers.models import CrawlerSettings
from crawlers.robots import AI_TRAINING, CLOSED_TO_ALL, CrawlPolicy, robots_txt
from crawlers.robots_lint import Needed, lint
from crawlers.robots_rules import read
from organization.models import SearchAndSocial

NEEDED = Needed(pages=("/", "/blog/", "/blog/migraine/"), closed=CLOSED_TO_ALL)
FINE = "User-agent: *\nDisallow: /drafts/\n"


def said(text: str, **options: object) -> list[str]:
    return [str(problem) for problem in lint(text, NEEDED, **options)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Only a remark\n",
        FINE,
        "User-agent: SomeBot\nUser-agent: OtherBot\nDisallow: /\n",
        "User-agent: *\nCrawl-delay: 2.5\nDisallow:\n",
        "User-agent: *\nDisallow: /*?sort=\nAllow: /blog/\n",
        "Sitemap: https://clinic.example/other.xml\n",
        "User-agent: *\nDisallow: /\nAllow: /\n",
    ],
)
def test_sound_rules_are_taken(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("User-agent: *\nDisalow: /x", 2, "Did you mean Disallow:?"),
        ("User-agent: *\nDisallow: /x\nClean-param: y", 3, "no rule that crawlers know"),
        ("User-agent: *\nDisallow /x\nAllow: /y", 2, "has no colon"),
        ("User-agent: *\n: /x\nAllow: /y", 2, "nothing before the colon"),
        ("Disallow: /x\n\nUser-agent: *\nAllow: /y", 1, "no User-agent: above it"),
        ("User-agent: *\nDisallow: /x\nNoindex: /x", 3, "does nothing in robots.txt"),
        ("User-agent: *\nDisallow: drafts/", 2, "begins with a slash: “/drafts/”"),
        ("User-agent: *\nDisallow: https://a.example/x", 2, "only the path, such as “/x”"),
        ("User-agent: *\nDisallow: /x /y", 2, "no spaces"),
        ("User-agent:\nDisallow: /x", 1, "name a crawler"),
        ("User-agent: *\nCrawl-delay: soon\nAllow: /", 2, "a number of seconds"),
        ("Sitemap: /sitemap.xml", 1, "the whole address"),
        ("User-agent: *\nDisallow: /x\nHost: a.example", 3, "does nothing any more"),
        ("User-agent: *", 1, "says nothing"),
        ("User-agent: A\nDisallow: /x\nUser-agent: a\nAllow: /y", 3, "from line 1 on already"),
        ("\ufeffUser-agent: *\nDisallow: /x", 1, "invisible mark (BOM)"),
        ("User-agent: *\nDisallow: /", 2, "lock Google out of the whole site"),
        ("User-agent: *\nDisallow: *", 2, "lock Bing out of the whole site"),
        ("User-agent: Googlebot\nDisallow: /", 2, "lock Google out of the whole site"),
        ("User-agent: bingbot\nDisallow: /*", 2, "lock Bing out of the whole site"),
        ("User-agent: *\nDisallow: /blog", 2, "lock Google out of /blog/, which it may keep"),
        ("User-agent: *\nDisallow: /*migraine", 2, "lock Google out of /blog/migraine/"),
        ("User-agent: *\nDisallow: /static/", 2, "the styles"),
        ("User-agent: *\nDisallow: /*.js$", 2, "the scripts"),
        ("User-agent: *\nDisallow: /media/", 2, "the pictures"),
        ("User-agent: Googlebot-Image\nDisallow: /", 2, "lock Google out of the whole site"),
        ("User-agent: *\nDisallow: /sitemap", 2, "the sitemap"),
        ("User-agent: *\nAllow: /admin/", 2, "stays closed"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, line, words):
    problems = said(text)

    assert any(each.startswith(f"Line {line}: ") and words in each for each in problems), problems


def test_more_than_google_reads_is_refused():
    assert "Google reads the first 500 kB" in " ".join(said(FINE + "# x\n" * 130_000))


def test_a_site_that_hides_may_shut_search_engines_out():
    assert said("User-agent: *\nDisallow: /", hides=True) == []


def test_a_crawler_that_a_switch_shuts_out_is_not_let_in_by_a_rule():
    problems = said("User-agent: GPTBot\nAllow: /", refused=AI_TRAINING)

    assert "shut out by a switch" in problems[0]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_whatever_is_taken_hides_nothing_and_opens_nothing(text):
    """Row 21: the site can't lock Google out by accident, whatever is typed."""
    if lint(text, NEEDED):
        return
    rules = read(robots_txt(CrawlPolicy(), "https://clinic.example/sitemap.xml", text))

    for agent in ("googlebot", "bingbot", "somebot"):
        for closed in CLOSED_TO_ALL:
            assert not rules.may_fetch(agent, f"{closed}x")
    for page in (*NEEDED.pages, NEEDED.sitemap, NEEDED.styles):
        assert rules.may_fetch("googlebot", page)
        assert rules.may_fetch("bingbot", page)


DIRECTIVES = st.sampled_from(["User-agent", "Disallow", "Allow", "Sitemap", "#"])
VALUES = st.sampled_from(
    ["*", "Googlebot", "SomeBot", "/", "/blog/", "/x", "/admin/", "/*", "", "/admin/help/", "/$"]
)


@given(st.lists(st.tuples(DIRECTIVES, VALUES), max_size=8))
def test_whatever_rules_are_taken_hide_nothing_and_open_nothing(lines):
    text = "\n".join(f"{name}: {value}" for name, value in lines)
    test_whatever_is_taken_hides_nothing_and_opens_nothing.hypothesis.inner_test(text)


# --- the whole file -----------------------------------------------------------------------------


def test_what_is_closed_to_all_is_closed_in_every_group():
    more = "User-agent: SomeBot\nDisallow: /x # why\n\n# For all:\nUser-agent: *\nAllow: /y\n"

    text = robots_txt(CrawlPolicy(), "https://clinic.example/sitemap.xml", more)

    rules = read(text)
    for agent in ("somebot", "googlebot"):
        assert not rules.may_fetch(agent, "/admin/")
    assert not rules.may_fetch("somebot", "/x")
    assert text.count("User-agent: *") == 1
    assert "# For all:" in text
    assert "# why" in text


def test_the_clinics_own_sitemaps_are_named_after_ours_once():
    ours = "https://clinic.example/sitemap.xml"
    more = f"Sitemap: {ours}\nSitemap: https://clinic.example/shop.xml"

    assert read(robots_txt(CrawlPolicy(), ours, more)).sitemaps == (
        ours,
        "https://clinic.example/shop.xml",
    )


# --- in the admin -------------------------------------------------------------------------------


@pytest.fixture
def form(client, editor):
    """The settings page as an editor opens it; send something to fill it in."""
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")
    CrawlerSettings.objects.get_or_create()
    address = reverse(
        "wagtailsettings:edit",
        args=["crawlers", "crawlersettings", CrawlerSettings.objects.get().pk],
    )

    def sent(**values):
        return client.post(address, values) if values else client.get(address)

    return sent


@pytest.mark.django_db
def test_an_editor_sees_the_whole_file_before_and_after_saving(client, form, published_blog):
    assert "Disallow: /comments/" in form().text

    answer = form(robots_rules=FINE, indexnow_key="")

    assert answer.status_code == 302
    assert "Disallow: /drafts/" in form().text
    assert "Disallow: /drafts/" in client.get("/robots.txt").text


@pytest.mark.django_db
def test_what_was_typed_is_kept_with_what_is_wrong_in_each_line(client, form, published_blog):
    typed = "User-agent: *\nDisallow: /blog\nDisalow: /x"

    answer = form(robots_rules=typed, indexnow_key="")

    page = BeautifulSoup(answer.content, "html.parser")
    words = " ".join(page.text.split())
    assert answer.status_code == 200
    assert page.find("textarea", {"name": "robots_rules"}).text.strip() == typed
    assert "Line 2: this would lock Google out of /blog/" in words
    assert "Line 3: “Disalow” is no rule that crawlers know. Did you mean Disallow:?" in words
    assert "as it would be (nothing is saved yet)" in words
    assert "/blog\n" not in client.get("/robots.txt").text


@pytest.mark.django_db
def test_a_page_that_is_kept_out_may_be_closed(form, published_blog):
    published_blog.index.noindex = True
    published_blog.index.save()
    for page in (published_blog.topic_index, published_blog.topic):
        page.noindex = True
        page.save()

    assert form(robots_rules="User-agent: *\nDisallow: /blog", indexnow_key="").status_code == 302


@pytest.mark.django_db
def test_a_trial_site_may_shut_everybody_out(client, form, published_blog):
    setting = SearchAndSocial.current()
    setting.hide_from_search_engines = True
    setting.save()

    assert form(robots_rules="User-agent: *\nDisallow: /", indexnow_key="").status_code == 302


@pytest.mark.django_db
def test_each_ai_switch_says_what_it_costs(client, editor):
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")
    SearchAndSocial.objects.get_or_create()
    page = client.get(
        reverse(
            "wagtailsettings:edit",
            args=["organization", "searchandsocial", SearchAndSocial.objects.get().pk],
        )
    ).text

    for cost in ("nor send readers to it", "answers from what it remembers", "do not change"):
        assert cost in page
