"""security.txt, the web manifest and the icons."""

import datetime as dt
import json
from io import BytesIO

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from organization.models import Clinic
from tests.seo.heads import read_head

pytestmark = pytest.mark.django_db


def fields_of(response) -> dict[str, str]:
    """Return the fields of a security.txt; a field that stands twice would show as one."""
    lines = response.text.splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert len(fields) == len(lines)
    return fields


def test_whoever_finds_a_weakness_learns_whom_to_write_to(client, settings):
    clinic = Clinic.current()
    clinic.email = "office@clinic.example"
    clinic.save()

    response = client.get("/.well-known/security.txt")
    fields = fields_of(response)

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:office@clinic.example"
    assert fields["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"


def test_without_an_e_mail_address_the_site_itself_is_the_contact(client, site_home, settings):
    fields = fields_of(client.get("/.well-known/security.txt"))

    assert fields["Contact"] == f"{settings.SITE_URL}/"


def test_the_file_expires_in_the_future_within_a_year(client):
    fields = fields_of(client.get("/.well-known/security.txt"))

    expires = dt.datetime.fromisoformat(fields["Expires"])
    now = dt.datetime.now(dt.UTC)
    assert now + dt.timedelta(days=30) < expires < now + dt.timedelta(days=365)


def test_the_manifest_names_the_clinic_and_icons_that_exist(client):
    response = client.get("/manifest.webmanifest")
    manifest = json.loads(response.content)

    assert response["Content-Type"] == "application/manifest+json"
    assert manifest["name"] == Clinic.current().name
    for icon in manifest["icons"]:
        file = finders.find(icon["src"].removeprefix("/static/"))
        with Image.open(file) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]


@pytest.mark.parametrize(
    ("path", "size"), [("/favicon.ico", (48, 48)), ("/apple-touch-icon.png", (180, 180))]
)
def test_an_icon_is_where_browsers_look_for_it(client, path, size):
    response = client.get(path)

    with Image.open(BytesIO(response.getvalue())) as image:
        assert image.size == size
    assert "max-age" in response["Cache-Control"]


def test_every_page_offers_the_icons_and_the_manifest(client, site_home):
    head = read_head(client.get("/search/").content).soup.head

    assert [link["href"] for link in head.select("link[rel=icon]")] == [
        "/favicon.ico",
        "/static/brand/favicon.svg",
    ]
    assert head.select_one("link[rel=manifest]")["href"] == "/manifest.webmanifest"
    assert head.select_one("link[rel=apple-touch-icon]")["href"] == "/apple-touch-icon.png"


@pytest.mark.parametrize(
    "path", ["/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/manifest.webmanifest"]
)
def test_no_crawler_gets_a_cookie_or_an_answer_that_varies_by_one(client, site_home, path):
    response = client.get(path)

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
