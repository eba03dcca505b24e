"""The picture of a shared link, as it is found at its address."""

from dataclasses import replace

import pytest

from seo.audit.document import read
from seo.audit.images import Measured, share_image_findings
from tests.seo.audit.sample import page

DOCUMENT = read(page())
SOUND = Measured("image/jpeg", 1200, 630, 100_000)


def codes(found: Measured | None) -> set[str]:
    return {finding.code for finding in share_image_findings(DOCUMENT, found)}


def test_a_picture_that_is_what_the_head_says_is_sound():
    assert codes(SOUND) == set()


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (None, {"og-image-broken"}),
        (replace(SOUND, width=1400), {"og-image-untrue"}),
        (replace(SOUND, mime_type="image/png"), {"og-image-untrue"}),
        (replace(SOUND, mime_type="image/webp"), {"og-image-untrue", "og-image-format"}),
        (replace(SOUND, width=600, height=315), {"og-image-untrue", "og-image-small"}),
        (replace(SOUND, weight=6 * 1024 * 1024), {"og-image-heavy"}),
    ],
)
def test_a_picture_that_is_another_is_found(found, code):
    assert codes(found) == code
