"""Readers' plain text: what is kept of it, and how it is shown."""

import time
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blog.comments import text
from tests.comments.hostile import HOSTILE

HARMFUL = (
    st.sampled_from(
        "\u202a\u202b\u202d\u202e\u2066\u2069\u200b\u200c\u200d\u200e\u2060\ufeff\u00ad"
    )
    | st.sampled_from("\x00\x07\x1b\x7f\x85\u2028\u2029\r\n\t\u0301\u0489\u0300")
    | st.sampled_from("<>\"'&/:.=()[]{}`")
    | st.sampled_from(["http://", "https://a.example/", "javascript:", "</p>", "<script>", "www."])
    | st.characters()
)
ANYTHING = st.lists(HARMFUL, max_size=60).map("".join)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Thank you.  \n", "Thank you."),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("a \t\nb", "a\nb"),
        ("e\u0301", "\u00e9"),
        ("bell\x07 and nul\x00", "bell and nul"),
        ("a\u202eevil\u202c", "aevil"),
        ("pass\u200bword\ufeff", "password"),
        ("x\u0300\u0301\u0302\u0303\u0304", "x\u0300\u0301\u0302"),
        # Persian "I want" spells with a non-joiner; a family and a health worker with joiners.
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",) * 2,
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467",) * 2,
        ("\U0001f469\U0001f3fd\u200d\u2695\ufe0f",) * 2,
        ("in\u200dvisible", "invisible"),
        ("\ufdd0\uffff", ""),
        ("\u3164\u115f", ""),
    ],
)
def test_what_is_typed_is_kept_but_for_what_harms(typed, kept):
    assert text.normalize(typed) == kept


def test_a_name_is_one_line():
    assert text.normalize_name(" Ann\n\tvan  Dyk\u202e ") == "Ann van Dyk"


@given(ANYTHING)
@example("\u0344\u0344")
@example("a\u200c\u200d")
def test_what_is_kept_is_clean_and_kept_again_is_the_same(typed):
    kept = text.normalize(typed)

    assert text.normalize(kept) == kept
    assert unicodedata.normalize("NFC", kept) == kept
    for char in kept:
        assert char in "\n\t\u200c\u200d" or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
    assert "\n" not in text.normalize_name(typed)
    kept.encode()


# --- shown ----------------------------------------------------------------------------------


class Seen(HTMLParser):
    """What a browser would find in a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def seen(body: str) -> Seen:
    parser = Seen()
    parser.feed(text.to_html(body))
    parser.close()
    return parser


def assert_harmless(found: Seen) -> None:
    for element, attributes in found.elements:
        assert element in {"p", "br", "a"}
        if element == "a":
            assert set(attributes) == {"href", "rel"}
            assert attributes["rel"] == "ugc nofollow noopener"
            assert (attributes["href"] or "").lower().startswith(("http://", "https://"))
        else:
            assert not attributes


@given(ANYTHING)
def test_whatever_is_shown_is_paragraphs_breaks_and_links(typed):
    assert_harmless(seen(text.normalize(typed)))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_is_shown_as_words(hostile):
    kept = text.normalize(hostile)
    found = seen(kept)

    assert_harmless(found)
    if "://" not in kept:
        assert found.words.replace("\n", "") == kept.replace("\n", "")


def test_paragraphs_lines_and_links_are_shown():
    shown = text.to_html("One & <two>\nthree\n\nSee https://example.org/a?b=1&c=2.")

    assert shown == (
        "<p>One &amp; &lt;two&gt;<br>three</p>"
        '<p>See <a href="https://example.org/a?b=1&amp;c=2" rel="ugc nofollow noopener">'
        "https://example.org/a?b=1&amp;c=2</a>.</p>"
    )


def test_a_long_link_is_shortened_for_the_eye_only():
    address = f"https://example.org/{'x' * 100}"

    shown = seen(address)

    assert shown.elements[1][1]["href"] == address
    assert len(shown.words) == 60


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://pills.example/cheap?from=a@b.example", "pills.example"),
        ("https://bank.example@pills.example/x", "pills.example"),
        ("HTTP://Pills.Example:8080", "Pills.Example:8080"),
        (f"https://{'x' * 60}.pills.example/{'y' * 80}", f"{'x' * 60}.pills.example"),
    ],
)
def test_who_decides_sees_where_a_link_leads(address, host):
    shown = text.to_weighed_html(address)

    assert f"<b>{host}</b>" in shown
    assert "y" * 61 not in shown.partition(">")[2].partition(">")[2]


@given(ANYTHING)
def test_what_is_weighed_is_what_readers_would_see(typed):
    kept = text.normalize(typed)

    weighed = text.to_weighed_html(kept)

    assert weighed.count("<b>") == weighed.count("</b>") <= weighed.count("<a ")
    if "…" not in text.to_html(kept):
        assert weighed.replace("<b>", "").replace("</b>", "") == text.to_html(kept)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a.example", "a@b.example"],
)
def test_only_web_addresses_become_links(address):
    assert "<a" not in text.to_html(address)


# --- noticed --------------------------------------------------------------------------------


def test_links_are_counted_by_registered_domain_with_or_without_http():
    body = "See pills.example.co.uk, https://www.pills.example.co.uk/x and bestpills.com!"

    assert text.link_count(body) == 3
    assert text.domains(body) == ["example.co.uk", "bestpills.com"]


@pytest.mark.parametrize(
    ("typed", "hides"),
    [
        ("Plain words\r\nand lines", False),
        ("naïve café, e\u0301", False),
        ("\U0001f469\u200d\u2695\ufe0f thank you", False),
        ("pass\u200bword", True),
        ("\u202eevil", True),
        ("x\u0300\u0301\u0302\u0303", True),
        ("bell\x07", False),
    ],
)
def test_hidden_characters_are_noticed(typed, hides):
    assert text.hides_characters(typed) is hides


@pytest.mark.parametrize(
    "body", ["[url=http://a.example]x[/url]", '<a href="x">', "[x](https://a.example)"]
)
def test_markup_for_links_is_noticed(body):
    assert text.link_markup(body)


def test_a_smaller_than_sign_is_no_markup():
    assert not text.link_markup("3 < 4, and a <b>bold</b> claim")


def test_the_longest_hostile_text_is_read_quickly():
    text.domains("example.org")  # The list of domains is read once a process.
    for piece in ("http://", "a.", "www.", "https://a.example/(", "\u0301", "[url=", "x@"):
        body = (piece * 5_000)[:5_000]
        start = time.thread_time()
        text.to_html(text.normalize(body))
        text.domains(body)
        assert time.thread_time() - start < 0.25
