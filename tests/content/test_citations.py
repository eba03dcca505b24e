"""Reference marks and what they point at."""

from bs4 import BeautifulSoup

from content.citations import findings, link_marks, opening_tag, without_marks
from tests.content.stories import mark, references, story, text


def shown(number):
    return f"{opening_tag(str(number))}{number}</a>"


def test_each_mark_gets_a_place_of_its_own_to_come_back_to():
    html, places = link_marks(f"a{shown(2)} b{shown(1)} c{shown(2)}", known=range(1, 3))

    assert places == {2: ["cite-2-1", "cite-2-2"], 1: ["cite-1-1"]}
    assert html.index("cite-2-1") < html.index("cite-1-1") < html.index("cite-2-2")
    assert '<sup class="citation"><a id="cite-2-1" href="#reference-2"' in html


def test_a_mark_of_no_reference_is_a_bare_number():
    html, places = link_marks(shown(9), known=range(1, 3))

    assert html == '<sup class="citation citation--unknown">9</sup>'
    assert places == {}


def test_marks_side_by_side_are_told_apart_by_a_comma_and_others_are_not():
    html, _ = link_marks(f"weak{shown(1)}{shown(2)}{shown(9)}. So{shown(1)}", known=range(1, 3))

    assert BeautifulSoup(html, "html.parser").get_text() == "weak1,2,9. So1"


def test_a_mark_without_a_number_links_nowhere():
    assert opening_tag("") == opening_tag('1" onclick="x') == "<a>"


def test_marks_are_taken_out_whatever_order_their_attributes_have():
    source = f'4 hours{mark(1)}, or<a number="12" linktype="reference">12</a> so'

    assert without_marks(source) == "4 hours, or so"


def test_findings_name_missing_and_unused_references():
    body = story(text(f"<p>a{mark(1)} b{mark(4)}</p>"), references("One.", "Two.", "Three."))

    assert findings(body.raw_data) == [
        "The text cites reference 4, but only 3 are listed.",
        "No mark in the text leads to reference 2, 3.",
    ]


def test_findings_speak_of_no_list_at_all():
    body = story(text(f"<p>a{mark(1)}</p>"))

    assert findings(body.raw_data) == ["The text cites reference 1, but no references are listed."]


def test_a_story_in_order_has_no_findings():
    body = story(text(f"<p>a{mark(1)}</p>"), references("One."))

    assert findings(body.raw_data) == []
