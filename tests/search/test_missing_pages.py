"""An address that leads nowhere still helps."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

pytestmark = pytest.mark.django_db


def test_a_missing_page_offers_to_search_for_the_words_of_its_address(client):
    answer = client.get("/blog/migraine-trigers/")

    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 404
    assert page.find("input", type="search")["value"] == "migraine trigers"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert len(page.find_all("h1")) == len(page.find_all("main")) == 1


def test_a_hostile_address_is_shown_as_text(client):
    answer = client.get('/"><img src=x onerror=alert(1)>/')

    assert answer.status_code == 404
    assert b"<img src=x" not in answer.content


def test_the_page_for_our_own_failures_asks_nothing_of_the_database(
    django_assert_num_queries,
):
    with django_assert_num_queries(0):
        html = render_to_string("500.html")

    page = BeautifulSoup(html, "html.parser")
    assert page.find("a", href="/")
    assert page.find("a", href="tel:911")
