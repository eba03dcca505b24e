"""One stylesheet instead of many."""

import pytest

from delivery.stylesheets import ImportProblem, bundle, minify


def reader(**files: str):
    """Return a way to read stylesheets from memory; a double underscore is a folder."""
    named = {name.replace("__", "/") + ".css": text for name, text in files.items()}

    def read(name: str) -> str:
        try:
            return named[name]
        except KeyError:
            raise FileNotFoundError(name) from None

    return read


def test_imports_are_replaced_by_what_they_import_each_in_its_layer():
    read = reader(
        css__site='@layer base, components;\n@import url("base.css") layer(base);\n'
        '@import "components/card.css" layer(components);',
        css__base="body { margin: 0; }",
        css__components__card=".card { color: red; }",
    )

    css = minify(bundle("css/site.css", read))

    assert css == (
        "@layer base,components;@layer base{body{margin:0}}@layer components{.card{color:red}}"
    )


def test_imports_of_imports_and_conditions_are_kept():
    read = reader(
        css__site='@import "a.css" layer(look) supports(display: grid) print and (color);',
        css__a="@import url(b.css);\n.a { color: red }",
        css__b=".b { color: blue }",
    )

    css = minify(bundle("css/site.css", read))

    assert css == (
        "@media print and (color){@supports (display:grid){@layer look"
        "{.b{color:blue}.a{color:red}}}}"
    )


def test_an_import_in_a_comment_imports_nothing():
    assert (
        minify(bundle("a.css", reader(a='/* @import "gone.css"; */ b { top: 0 }'))) == "b{top:0}"
    )


def test_addresses_stay_right_when_a_file_moves_into_another():
    read = reader(
        css__site='@import "components/card.css";',
        css__components__card=".c { background: url(../../images/leaf.svg), url('/a.png'),"
        ' url("data:image/png;base64,AA=="), url(#mask) }',
    )

    css = bundle("css/site.css", read)

    assert 'url("../images/leaf.svg")' in css
    assert "url('/a.png')" in css
    assert 'url("data:image/png;base64,AA==")' in css
    assert "url(#mask)" in css


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a": '@import "gone.css";'}, "gone.css, which a.css imports, does not exist"),
        ({"a": '@import "b.css";', "b": '@import "a.css";'}, "a.css imports itself"),
        ({"a": '@import "https://example.org/x.css";'}, "only our own files"),
    ],
)
def test_an_import_that_cannot_be_joined_says_which_one_and_why(files, said):
    with pytest.raises(ImportProblem, match=said):
        bundle("a.css", reader(**files))


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ("a :hover { top: 0 }", "a :hover{top:0}"),
        ("a { width: calc(1px + 2em - (3 * 4px)) ; }", "a{width:calc(1px + 2em - (3 * 4px))}"),
        (
            "@media (width >= 40em) and (color) { a { top: 0; } }",
            "@media (width >= 40em) and (color){a{top:0}}",
        ),
        (
            'a::before { content: "/* no ; { comment */  " }',
            'a::before{content:"/* no ; { comment */  "}',
        ),
        ("a { content: 'it\\'s  two' }", "a{content:'it\\'s  two'}"),
        ("a/* gone */b > c { & :hover , d { top: 0 } }", "a b > c{& :hover,d{top:0}}"),
        (
            "a { background: url(data:image/svg+xml;utf8,%3Csvg%20/%3E) }",
            "a{background:url(data:image/svg+xml;utf8,%3Csvg%20/%3E)}",
        ),
        ("a { --gap: ; --x: { }; }", "a{--gap:;--x:{}}"),
        ("a { grid-template: 'a  b' 1fr / 2fr 'c' }", "a{grid-template:'a  b' 1fr / 2fr 'c'}"),
    ],
)
def test_only_needless_space_goes(css, small):
    assert minify(css) == small
