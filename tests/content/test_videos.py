"""Which addresses are videos we can show."""

import pytest
from django.core.exceptions import ValidationError

from content.videos import read_video
from tests.content.stories import BLOCKS

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"
VIMEO = "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"


@pytest.mark.parametrize(
    ("address", "plays_at"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
        ("https://youtube.com/watch?list=x&v=dQw4w9WgXcQ&t=4", YOUTUBE),
        ("http://m.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
        (" https://youtu.be/dQw4w9WgXcQ?si=abc ", YOUTUBE),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", YOUTUBE),
        ("https://vimeo.com/76979871", VIMEO),
        ("https://player.vimeo.com/video/76979871", VIMEO),
        ("https://vimeo.com/channels/staffpicks/76979871", VIMEO),
        ("https://vimeo.com/76979871/abc123", VIMEO + "&h=abc123"),
    ],
)
def test_a_video_is_known_by_any_of_its_addresses(address, plays_at):
    assert read_video(address).embed_url == plays_at


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://example.org/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/",
        "https://www.youtube.com/@somebody",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=dQw4w9WgXc%22",
        "https://youtube.com.example.org/watch?v=dQw4w9WgXcQ",
        "https://vimeo.com/about",
        "https://vimeo.com@example.org/76979871",
        "javascript://vimeo.com/76979871",
        "https://[vimeo.com/76979871",
    ],
)
def test_anything_else_is_no_video(address):
    assert read_video(address) is None


def test_an_editor_is_told_which_addresses_work():
    address = BLOCKS["video"].child_blocks["url"]

    with pytest.raises(ValidationError, match="one YouTube or Vimeo video"):
        address.clean("https://example.org/film.mp4")
