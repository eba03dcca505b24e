"""Who gets Markdown at a page's own address (row 60): by weights, and HTML in every doubt."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from delivery.negotiation import LONGEST, prefers_markdown

CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,"
    "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize(
    "accept",
    [
        "text/markdown",
        "TEXT/Markdown",
        "text/markdown, text/html;q=0.9",
        "text/html;q=0.9, text/markdown",
        "text/markdown;q=0.5, text/html;q=0.4, */*;q=0.1",
        "text/markdown, */*;q=0.1",
        "text/markdown;q=0.3, text/*;q=0.2, */*",  # text/* is what HTML is taken by
        "text/markdown;q=0.001",
        "text/markdown, text/html;q=0",
        "text/markdown;charset=utf-8",
        'text/markdown;variant="a,b;q=0";q=0.9, text/html;q=0.8',
        "text/markdown ; q=1.000 , text/html ; q=0.999",
        ", ,text/markdown,,",
        "text/markdown;;q=0.8;, text/html;q=0.7",
    ],
)
def test_who_weighs_markdown_higher_than_html_gets_it(accept):
    assert prefers_markdown(accept)


@pytest.mark.parametrize(
    "accept",
    [
        "",
        CHROME,
        "*/*",
        "text/*",
        "text/html",
        "application/json",
        "text/html;q=0.1, */*",  # names no Markdown
        "text/markdown, text/html",  # equal weights
        "text/markdown, */*",
        "text/markdown;q=0.8, text/html;q=0.8",
        "text/markdown;q=0.5, text/html",
        "text/markdown;q=0.5, text/*",
        "text/markdown;q=0",
        "text/markdown;q=0.000",
        "text/markdown;q=0, text/html;q=0",
        "text/markdown-x",
        "x-text/markdown",
        "application/text/markdown",
        '"text/markdown"',
        'text/html;note="text/markdown"',
    ],
)
def test_everybody_else_gets_html(accept):
    assert not prefers_markdown(accept)


@pytest.mark.parametrize(
    "malformed",
    [
        "text/markdown;q=1.5",
        "text/markdown;q=-1",
        "text/markdown;q=0.1234",
        "text/markdown;q=high",
        "text/markdown;q=",
        "text/markdown;q",
        'text/markdown;q="1"',
        "text/markdown text/html;q=0",
        "text/markdown, text",
        "text/markdown, <script>",
        'text/markdown;note="unclosed',
        "text/markdown, \x00",
        "text/markdown, téxt/html",
        f"text/markdown{', a/b' * LONGEST}",
    ],
)
def test_a_malformed_header_gets_html(malformed):
    assert not prefers_markdown(malformed)


WEIGHTS = st.sampled_from(["", ";q=0", ";q=0.3", ";q=0.7", "; Q=1", ";q=1.0", ";q=2", ";q="])
NAMES = st.sampled_from(
    ["text/markdown", "Text/Markdown", "text/html", "text/*", "*/*", "a/b", ""]
)
RANGES = st.builds("{}{}".format, NAMES, WEIGHTS)
ACCEPT = st.lists(RANGES, max_size=6).map(",".join) | st.text(max_size=40)


@given(ACCEPT)
@example("text/markdown;" * 60)
@example('text/markdown;a="' + "\\" * 900)
def test_no_header_breaks_it_and_nobody_gets_markdown_unasked(accept):
    if prefers_markdown(accept):
        assert "text/markdown" in accept.lower()


@given(ACCEPT)
def test_who_takes_html_as_gladly_gets_html(accept):
    assert not prefers_markdown(f"{accept},text/html")
