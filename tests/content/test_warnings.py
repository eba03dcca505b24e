"""Editors hear of marks without a reference when they save, and readers never see them."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.content.stories import mark
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

MISSING = "The text cites reference 4, but no references are listed."


@pytest.fixture
def page(site_home):
    return StandardPageFactory(parent=site_home, title="Treatment", slug="treatment")


def saved(admin_client, page, source, *, by_itself=False, action=()):
    form = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "max_image_preview": "large",
            "body": streamfield([("text", rich_text(source, features=["reference"]))]),
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            **dict(action),
        }
    )
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    accept = "application/json" if by_itself else "text/html"
    return admin_client.post(address, form, follow=True, headers={"accept": accept})


def test_saving_warns_of_a_mark_without_a_reference(admin_client, page):
    response = saved(admin_client, page, f"<p>So it is.{mark(4)}</p>")

    assert MISSING in response.content.decode()


def test_publishing_warns_and_still_publishes(admin_client, client, page):
    response = saved(
        admin_client,
        page,
        f"<p>So it is.{mark(4)}</p>",
        action=[("action-publish", "Publish")],
    )

    assert MISSING in response.content.decode()
    assert "#reference-4" not in client.get(page.url).content.decode()


def test_saving_by_itself_says_nothing(admin_client, page):
    response = saved(admin_client, page, f"<p>So it is.{mark(4)}</p>", by_itself=True)

    assert json.loads(response.content)["success"]
    assert MISSING not in admin_client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_text_in_order_brings_no_warning(admin_client, page):
    response = saved(admin_client, page, "<p>So it is.</p>")

    assert "cites reference" not in response.content.decode()
