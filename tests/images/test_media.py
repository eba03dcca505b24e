"""What is served under /media/ and /documents/."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db


def body_of(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("spec", "kind"), [("format-webp", "image/webp"), ("format-jpeg", "image/jpeg")]
)
def test_a_rendition_is_served_to_be_kept_for_good(client, spec, kind):
    rendition = ImageFactory().get_rendition(f"width-20|{spec}")

    response = client.get(rendition.url)

    assert response.status_code == 200
    assert response["Content-Type"] == kind
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in response["Content-Security-Policy"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert body_of(response) == rendition.file.read()


def test_a_rendition_costs_no_query(client, django_assert_num_queries):
    rendition = ImageFactory().get_rendition("width-20|format-webp")
    client.get("/media/images/nothing.webp")

    with django_assert_num_queries(0):
        body_of(client.get(rendition.url))


def test_an_original_is_served_to_nobody(client, admin_client):
    image = ImageFactory()

    for reader in (client, admin_client):
        assert reader.get(image.file.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "images/../original_images/x.jpg",
        "images/%2e%2e/%2e%2e/db.sqlite3",
        "images/..%2f..%2fsecret-key.txt",
        "images//etc/passwd",
        "images/",
        "images",
        "",
        "images/.webp",
        "images/x.svg",
        "images/x.html",
        "images/x.webp/",
        "images/x.webp%00.html",
        "images/x\n.webp",
        "documents/report.pdf",
        "wagtail_uploads/x.jpg",
        "images/nothing.webp",
        "images/" + "x" * 5000 + ".webp",
    ],
)
def test_no_other_path_leads_anywhere(client, media_folder, path):
    (media_folder / "original_images").mkdir()
    (media_folder / "original_images" / "x.jpg").write_bytes(b"secret")
    (media_folder / "images").mkdir()
    (media_folder / "images" / "x.svg").write_bytes(b"<svg/>")
    (media_folder / "images" / "x.html").write_bytes(b"<script/>")

    assert client.get(f"/media/{path}").status_code == 404


def test_media_are_read_only(client):
    rendition = ImageFactory().get_rendition("width-20|format-webp")

    assert client.post(rendition.url).status_code == 405
    assert client.head(rendition.url).status_code == 200


def test_a_document_is_a_download_that_search_engines_leave_alone(client):
    document = Document.objects.create(
        title="Diary", file=ContentFile(b"%PDF-1.4 diary", name="diary.pdf")
    )

    response = client.get(document.url)

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Robots-Tag"] == "noindex"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert client.get(document.file.url).status_code == 404


def test_a_document_under_a_wrong_name_is_not_found(client):
    document = Document.objects.create(title="Diary", file=ContentFile(b"x", name="diary.pdf"))

    assert client.get(f"/documents/{document.pk}/other.pdf").status_code == 404
