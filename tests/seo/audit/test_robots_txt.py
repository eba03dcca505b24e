"""What robots.txt lets search engines fetch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.audit.robots_txt import Robots

TEXT = """
User-agent: *
Disallow: /admin/   # staff
Disallow: /*.pdf$
Disallow: /a/
Allow: /a/b/

User-agent: GPTBot
User-agent: CCBot
Disallow: /

Sitemap: https://clinic.example/sitemap.xml
"""


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True),
        ("/admin/", False),
        ("/admin", True),
        ("/a/", False),
        ("/a/c/", False),
        ("/a/b/c/", True),
        ("/x/y.pdf", False),
        ("/x/y.pdf?v=1", True),
        ("/%61/", False),
    ],
)
def test_the_longest_rule_decides(path, may):
    assert Robots(TEXT).may_fetch(path) is may


def test_what_is_closed_to_others_is_open_to_search_engines():
    assert Robots("User-agent: GPTBot\nDisallow: /").may_fetch("/")
    assert not Robots("User-agent: *\nDisallow: /").may_fetch("/")


def test_a_group_of_its_own_is_all_that_a_search_engine_reads():
    robots = Robots("User-agent: *\nDisallow: /\n\nUser-agent: Googlebot\nDisallow: /b/\n")

    assert robots.may_fetch("/a/")
    assert not robots.may_fetch("/b/")


def test_a_rule_without_a_path_closes_nothing_and_of_equals_the_kinder_counts():
    assert Robots("User-agent: *\nDisallow:").may_fetch("/")
    assert Robots("User-agent: *\nDisallow: /a\nAllow: /a").may_fetch("/a")


def test_the_sitemaps_are_named():
    assert Robots(TEXT).sitemaps == ["https://clinic.example/sitemap.xml"]
    assert Robots("").sitemaps == []


@given(st.text(alphabet="uUserd-agnt:*Disalow/ \n#é%$A", max_size=80), st.text(max_size=20))
def test_no_file_is_too_odd_to_be_read(text, path):
    assert Robots(text).may_fetch(f"/{path}") in {True, False}
