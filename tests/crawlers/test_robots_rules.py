"""robots.txt read as RFC 9309 has it (row 21)."""

import re
from urllib.robotparser import RobotFileParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.robots_rules import read


def may(rules: str, path: str, agent: str = "googlebot") -> bool:
    return read(rules).may_fetch(agent, path)


@pytest.mark.parametrize(
    ("rule", "path", "matches"),
    [
        # Google's own table of examples, and what the RFC adds to it.
        ("/", "/anything", True),
        ("/*", "/anything", True),
        ("/fish", "/fish", True),
        ("/fish", "/fish.html", True),
        ("/fish", "/fish/salmon.html", True),
        ("/fish", "/fish?id=anything", True),
        ("/fish", "/Fish.asp", False),
        ("/fish", "/catfish", False),
        ("/fish*", "/fishheads/yummy.html", True),
        ("/fish/", "/fish", False),
        ("/fish/", "/fish/salmon", True),
        ("/*.php", "/folder/any.php.file.html", True),
        ("/*.php", "/windows.PHP", False),
        ("/*.php$", "/filename.php", True),
        ("/*.php$", "/filename.php?parameters", False),
        ("/*.php$", "/filename.php5", False),
        ("/fish*.php", "/fishheads/catfish.php?parameters", True),
        ("/a%3cd.html", "/a%3Cd.html", True),
        ("/caf\u00e9", "/caf%C3%A9", True),
        ("/caf%c3%a9", "/caf\u00e9", True),
        ("/%7Ejoe", "/~joe", True),
        ("/a$b", "/a$b", True),
        ("", "/anything", False),
        ("/(", "/(", True),
    ],
)
def test_which_paths_a_rule_speaks_of(rule, path, matches):
    assert may(f"User-agent: *\nDisallow: {rule}", path) is not matches


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Allow: /p\nDisallow: /", "/page", True),
        ("Allow: /folder\nDisallow: /folder", "/folder/page", True),
        ("Allow: /page\nDisallow: /*.htm", "/page.htm", False),
        ("Allow: /$\nDisallow: /", "/", True),
        ("Allow: /$\nDisallow: /", "/page.htm", False),
        ("Disallow: /\nAllow: /p", "/page", True),
        ("Disallow: /", "/robots.txt", True),
    ],
)
def test_the_longest_rule_decides_and_of_equals_the_kinder(rules, path, allowed):
    assert may(f"User-agent: *\n{rules}", path) is allowed


def test_a_crawler_obeys_its_own_groups_together_and_no_other():
    rules = (
        "User-agent: *\nDisallow: /all\n\nUser-Agent: GoogleBot/2.1\nuser-agent: bingbot\n"
        "Disallow: /one # a remark\n\nUser-agent: googlebot\nDisallow: /two"
    )

    assert may(rules, "/all")
    assert not may(rules, "/one")
    assert not may(rules, "/two")
    assert not may(rules, "/one", "bingbot")
    assert may(rules, "/two", "bingbot")
    assert not may(rules, "/all", "otherbot")


def test_googles_other_crawlers_fall_back_on_its_first():
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: Googlebot\nAllow: /"

    assert may(rules, "/picture.jpg", "Googlebot-Image")
    assert not may(rules, "/", "otherbot")


def test_what_is_no_rule_is_passed_over():
    rules = "\ufeffnonsense\nDisallow: /early\nUser-agent: *\nCrawl-delay: 3\nDisallow: /late"

    assert may(rules, "/early")
    assert not may(rules, "/late")


PATHS = st.text(alphabet="ab/*$%2f?", max_size=12).map(lambda text: f"/{text}")


@given(st.text())
def test_any_text_can_be_read(text):
    assert read(text).may_fetch("googlebot", "/robots.txt")


@given(st.lists(st.tuples(st.booleans(), PATHS), max_size=6), st.text("ab/2f", max_size=10))
def test_rules_without_wildcards_decide_as_in_pythons_own_reader(rules, path):
    # Python's reads what begins with two slashes as the name of a host.
    rules = [(allows, re.sub(r"[*$%?]|(?<=^/)/", "a", rule)) for allows, rule in rules]
    path = re.sub(r"^/", "a", path)
    # Python's takes the first that matches, the RFC the longest: sorted, they are the same.
    rules.sort(key=lambda rule: (-len(rule[1]), not rule[0]))
    lines = [f"{'Allow' if allows else 'Disallow'}: {rule}" for allows, rule in rules]
    text = "\n".join(["User-agent: *", *lines])
    pythons = RobotFileParser()
    pythons.parse(text.splitlines())

    assert may(text, f"/{path}") == pythons.can_fetch("googlebot", f"/{path}")
