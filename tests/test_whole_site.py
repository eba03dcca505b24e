"""Every page of the starter site as a crawler reads it: one walk over all page types."""

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings

from blog.models import ArticlePage
from pages.models import SitePage
from tests.seo.heads import Head, assert_sound

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
