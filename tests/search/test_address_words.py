"""A wrong address still says what somebody was looking for."""

import pytest

from search.templatetags.search import address_words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/blog/migraine-triggers/", "migraine triggers"),
        ("/blog/2019/old_post.html", "old post"),
        ("/caf%C3%A9-hours", "café hours"),
        ("/", ""),
        ("/%00%E2%80%AE/", ""),
        ("/<script>alert(1)</script>", "script"),
    ],
)
def test_the_last_part_of_an_address_is_read_as_words(path, words):
    assert address_words(path) == words


def test_an_endless_address_is_cut():
    assert len(address_words("/" + "word-" * 5_000)) <= 200
