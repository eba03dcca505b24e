"""SEO rows 21, 22 and 33 in a browser: robots.txt and IndexNow, as an editor sets them."""

import re
import time

import pytest
import requests
from django.utils import timezone
from playwright.sync_api import Page, expect

from crawlers.models import CrawlerSettings
from organization.models import SearchAndSocial
from tests.browser import admin
from tests.browser.server import RunningSite

RULES = "User-agent: examplebot\nDisallow: /about/"


@pytest.fixture
def settings_page(site, context, rows) -> Page:
    """The settings for crawlers, open for somebody who edits; as before once that is over."""
    name = f"editor-{timezone.now().timestamp():.6f}"
    admin.add_person(name, "Editors")
    page = context.new_page()
    admin.sign_in(page, site, name)
    page.goto(site.address("/admin/settings/crawlers/crawlersettings/"))
    yield page
    CrawlerSettings.objects.all().delete()
    for setting in SearchAndSocial.objects.all():
        setting.allow_ai_search = True
        setting.save()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()


def soon(site: RunningSite, path: str, words: str) -> bool:
    """Say whether a file has these words within a moment: another process answers."""
    for _ in range(40):
        if words in requests.get(site.address(path), timeout=10).text:
            return True
        time.sleep(0.25)
    return False


def test_row_21_a_rule_that_hides_the_site_is_refused_and_a_sound_one_is_served(
    site, settings_page
):
    page = settings_page
    rules = page.get_by_label("More rules for robots.txt")
    rules.fill("User-agent: *\nDisallow: /")
    save(page)

    expect(page.get_by_text("this would lock Google out of the whole site").first).to_be_visible()
    expect(rules).to_have_value(re.compile(r"Disallow: /$"))
    expect(page.get_by_text("nothing is saved yet")).to_be_visible()
    served = requests.get(site.address("/robots.txt"), timeout=10).text
    assert "User-agent: *\nDisallow: /\n" not in served

    rules.fill(RULES)
    save(page)

    expect(page.get_by_text("The whole file, as crawlers get it")).to_be_visible()
    assert soon(
        site, "/robots.txt", "User-agent: examplebot\nDisallow: /about/\nDisallow: /admin/"
    )


def test_row_22_a_switch_says_what_it_costs_and_shuts_out_the_crawlers_of_its_purpose(
    site, settings_page
):
    page = settings_page
    page.goto(site.address("/admin/settings/organization/searchandsocial/"))
    expect(page.get_by_text("can neither cite the site nor send readers to it")).to_be_visible()
    page.get_by_label("Let AI search engines read the site").uncheck()
    save(page)

    assert soon(site, "/robots.txt", "User-agent: OAI-SearchBot\n")


def test_row_33_a_key_is_offered_copied_and_shown_where_search_engines_look(site, settings_page):
    page = settings_page
    key = page.get_by_text("A fresh key, to copy into the field").locator("code").inner_text()
    page.get_by_label("IndexNow key").fill("no")
    save(page)
    expect(page.get_by_text("Write 8 to 128 letters, digits or dashes.")).to_be_visible()

    page.get_by_label("IndexNow key").fill(key)
    save(page)

    # Nobody outside can reach this machine, and the panel says so rather than keeping quiet.
    expect(page.get_by_text("Nobody is told at present:")).to_be_visible()
    assert soon(site, f"/{key}.txt", key)
