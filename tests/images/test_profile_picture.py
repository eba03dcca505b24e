"""The picture that staff show of themselves: seen in the admin, and clean."""

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User

pytestmark = pytest.mark.django_db
ACCOUNT = "/admin/account/"
GPS, MAKE = 0x8825, 0x010F


def photograph() -> bytes:
    """Return a large photograph that says where and with what it was taken."""
    exif = Image.Exif()
    exif[MAKE] = "Sample Phone"
    exif.get_ifd(GPS)[2] = (30.0, 23.0, 36.0)
    out = BytesIO()
    Image.new("RGB", (800, 600), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(client: Client, name: str, content: bytes) -> BeautifulSoup:
    """Fill in the account page with a picture; return the page that follows."""
    page = BeautifulSoup(client.get(ACCOUNT).content, "html.parser")
    fields = page.select("form input[name][value], form select[name], form input[type=text]")
    typed = {}
    for field in fields:
        chosen = field.select_one("option[selected]") if field.name == "select" else field
        typed[field["name"]] = (chosen or {}).get("value", "")
    typed |= {
        "name_email-first_name": "Sample",
        "name_email-last_name": "Editor",
        "name_email-email": "editor@example.org",
        "avatar-avatar": SimpleUploadedFile(name, content, "image/jpeg"),
    }
    response = client.post(ACCOUNT, typed, follow=True)
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def at_desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def test_a_profile_picture_is_shown_and_says_nothing_of_where_it_was_taken(at_desk: Client):
    page = upload(at_desk, "me at home.jpg", photograph())

    address = urlsplit(page.select_one(".w-avatar-panel .avatar img")["src"]).path
    shown = Client().get(address)
    assert shown.status_code == 200, address
    picture = b"".join(shown.streaming_content)
    assert b"Sample Phone" not in picture
    assert not Image.open(BytesIO(picture)).getexif()
    assert max(Image.open(BytesIO(picture)).size) == 400
    assert "home" not in address


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("me.jpg", b"no picture at all", "damaged or is not an image"),
        ("me.jpg", photograph()[:900], "damaged or is not an image"),
        ("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Not a supported image format"),
    ],
)
def test_a_picture_that_is_none_is_refused_in_words(
    at_desk: Client, editor, name, content, complaint
):
    page = upload(at_desk, name, content)

    assert complaint in page.get_text(" ", strip=True)
    editor.refresh_from_db()
    assert not editor.wagtail_userprofile.avatar
