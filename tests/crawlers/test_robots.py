"""robots.txt, read as crawlers read it."""

from urllib.robotparser import RobotFileParser

import pytest

from crawlers.robots import AI_FETCH, AI_SEARCH, AI_TRAINING, CrawlPolicy, robots_txt
from organization.models import SearchAndSocial

HOME = "https://clinic.example"
SITEMAP = f"{HOME}/sitemap.xml"


def crawler_rules(text: str) -> RobotFileParser:
    """Return the rules as Python's own reader of robots.txt understands them."""
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    return rules


def test_search_engines_may_read_pages_but_not_what_is_no_page():
    rules = crawler_rules(robots_txt(CrawlPolicy(), SITEMAP))

    for agent in ("Googlebot", "Bingbot", *AI_SEARCH, *AI_TRAINING):
        assert rules.can_fetch(agent, f"{HOME}/")
        assert rules.can_fetch(agent, f"{HOME}/blog/migraine/")
        assert rules.can_fetch(agent, f"{HOME}/blog/migraine/comments/2/")
        assert rules.can_fetch(agent, f"{HOME}/static/css/site.css")
        for closed in ("/admin/", "/comments/reply/1/", "/search/?q=x"):
            assert not rules.can_fetch(agent, HOME + closed)


def test_the_sitemap_is_named_by_its_whole_address():
    assert crawler_rules(robots_txt(CrawlPolicy(), SITEMAP)).site_maps() == [SITEMAP]


@pytest.mark.parametrize(
    ("policy", "refused", "welcome"),
    [
        (CrawlPolicy(ai_search=False), AI_SEARCH, AI_FETCH + AI_TRAINING),
        (CrawlPolicy(ai_fetch=False), AI_FETCH, AI_SEARCH + AI_TRAINING),
        (CrawlPolicy(ai_training=False), AI_TRAINING, AI_SEARCH + AI_FETCH),
    ],
)
def test_each_purpose_of_ai_is_a_switch_of_its_own(policy, refused, welcome):
    rules = crawler_rules(robots_txt(policy, SITEMAP))

    assert not any(rules.can_fetch(agent, f"{HOME}/blog/") for agent in refused)
    assert all(rules.can_fetch(agent, f"{HOME}/blog/") for agent in welcome)


def test_no_policy_locks_search_engines_out():
    rules = crawler_rules(robots_txt(CrawlPolicy(False, False, False), SITEMAP))

    assert rules.can_fetch("Googlebot", f"{HOME}/blog/")
    assert rules.can_fetch("Bingbot", f"{HOME}/blog/")


def test_every_line_is_a_rule_that_crawlers_know():
    known = {"User-agent", "Disallow", "Sitemap"}
    text = robots_txt(CrawlPolicy(False, False, False), SITEMAP)

    assert {line.partition(":")[0] for line in text.splitlines() if line} == known
    assert text.endswith("\n")


@pytest.mark.django_db
def test_the_clinic_decides_in_its_settings(client, settings):
    setting = SearchAndSocial.current()
    setting.allow_ai_training, setting.allow_ai_search = False, True
    setting.save()

    response = client.get("/robots.txt")
    rules = crawler_rules(response.text)

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert not rules.can_fetch("GPTBot", settings.SITE_URL)
    assert rules.can_fetch("OAI-SearchBot", settings.SITE_URL)
    assert rules.site_maps() == [f"{settings.SITE_URL}/sitemap.xml"]
