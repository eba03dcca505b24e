"""Adding images in the admin, as an editor does."""

import pytest
from playwright.sync_api import Page, expect

from images.models import ClinicImage
from tests.browser import admin
from tests.factories import image_bytes


@pytest.fixture
def editor(rows, site, context) -> Page:
    """An editor who has signed in."""
    admin.add_person("picture-editor", "Editors")
    page = context.new_page()
    admin.sign_in(page, site, "picture-editor")
    return page


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def test_of_several_images_each_is_described_and_a_bad_one_is_told_apart(editor, site):
    editor.goto(site.address("/admin/images/multiple/add/"))
    editor.locator("input[type=file]").set_input_files(
        [file("harbor.jpg", image_bytes(200, 100)), file("page.jpg", b"<html>no image</html>")]
    )

    expect(editor.get_by_text("but inside it is svg")).to_be_visible(timeout=20_000)
    described = editor.get_by_label("Description")
    editor.get_by_role("button", name="Update").click()
    expect(editor.get_by_text("Say what the image shows")).to_be_visible()
    described.fill("A harbor at dawn")
    editor.get_by_role("button", name="Update").click()
    expect(described).to_be_hidden()

    assert ClinicImage.objects.get(description="A harbor at dawn").width == 200
