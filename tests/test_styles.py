"""The look keeps its promises: readable colours, one stylesheet, a template for every style."""

import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CSS = ROOT / "static" / "css"
TEMPLATES = ROOT / "templates"
TOKENS = (CSS / "tokens.css").read_text()

TEXT_ON = {
    "ink": ("paper", "raised", "tint", "sand", "danger-tint", "warning-tint", "mark"),
    "ink-soft": ("paper", "raised", "tint", "sand"),
    "action": ("paper", "raised", "tint", "sand", "danger-tint", "warning-tint"),
    "action-hover": ("paper", "raised", "tint", "sand", "danger-tint", "warning-tint"),
    "visited": ("paper", "raised", "tint", "sand", "danger-tint", "warning-tint"),
    "danger": ("paper", "danger-tint"),
    "warning": ("warning-tint",),
    "on-action": ("action", "action-hover", "danger", "warning"),
}
MARKS_ON = {
    "field": ("paper", "raised"),
    "ink-soft": ("sand",),
    "action": ("paper", "raised", "tint", "sand"),
    "action-hover": ("paper", "raised", "tint", "sand"),
    "danger": ("paper", "raised", "danger-tint"),
    "warning": ("warning-tint",),
}


def _declarations(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", css))


def _schemes() -> dict[str, dict[str, str]]:
    """Every role's colour, light and dark, as a browser would resolve it."""
    light_css, dark_css = re.split(r"@media screen and \(prefers-color-scheme: dark\)", TOKENS)
    light = _declarations(light_css)
    schemes = {"light": light, "dark": light | _declarations(dark_css)}
    return {
        scheme: {name: _resolve(value, values) for name, value in values.items()}
        for scheme, values in schemes.items()
    }


def _resolve(value: str, values: dict[str, str]) -> str:
    reference = re.fullmatch(r"var\(--([\w-]+)\)", value)
    return _resolve(values[reference[1]], values) if reference else value


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _pairs(table: dict[str, tuple[str, ...]]):
    return [
        pytest.param(scheme, front, back, id=f"{front} on {back}, {scheme}")
        for scheme, (front, backs) in product(("light", "dark"), table.items())
        for back in backs
    ]


@pytest.mark.parametrize(("scheme", "front", "back"), _pairs(TEXT_ON))
def test_text_is_readable(scheme, front, back):
    roles = _schemes()[scheme]

    assert _contrast(roles[front], roles[back]) >= 4.5


@pytest.mark.parametrize(("scheme", "front", "back"), _pairs(MARKS_ON))
def test_borders_and_marks_can_be_made_out(scheme, front, back):
    roles = _schemes()[scheme]

    assert _contrast(roles[front], roles[back]) >= 3


def test_the_dark_scheme_declares_anew_only_what_the_light_one_has():
    light_css, dark_css = TOKENS.split("@media screen")
    roles = {name for name, value in _declarations(light_css).items() if "#" not in value}

    dark = _declarations(dark_css)

    assert set(dark) <= roles
    assert all(value.startswith("var(--") for value in dark.values())


def test_colours_are_written_down_once():
    literal = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)

    strays = [
        f"{file.name}: {match[0]}"
        for file in CSS.rglob("*.css")
        if file.name != "tokens.css"
        for match in literal.finditer(file.read_text())
    ]

    assert strays == []


def test_components_speak_of_roles_not_of_raw_colours():
    raw = [name for name, value in _declarations(TOKENS).items() if value.startswith("#")]

    strays = [
        f"{file.name}: --{name}"
        for file in CSS.rglob("*.css")
        if file.name != "tokens.css"
        for name in raw
        if f"var(--{name})" in file.read_text()
    ]

    assert strays == []


def test_every_token_that_styles_ask_for_is_declared():
    sheets = [file.read_text() for file in CSS.rglob("*.css")]
    declared = {name for sheet in sheets for name in _declarations(sheet)}
    # With a fallback, as in var(--flow, 1em), a token is an invitation and may be absent.
    asked = {name for sheet in sheets for name in re.findall(r"var\(--([\w-]+)\)", sheet)}

    assert asked - declared == set()


def test_every_component_style_has_its_template():
    templates = {file.stem for file in TEMPLATES.rglob("*.html")}

    orphans = [s.stem for s in (CSS / "components").glob("*.css") if s.stem not in templates]

    assert orphans == []


def test_the_stylesheet_imports_every_style_into_its_layer():
    site = (CSS / "site.css").read_text()
    imported = dict(re.findall(r'@import url\("([^"]+)"\) layer\((\w+)\);', site))

    files = {str(f.relative_to(CSS)) for f in CSS.rglob("*.css")} - {"site.css"}

    assert set(imported) == files
    assert {imported[f] for f in files if f.startswith("components/")} == {"components"}


# Programs that show mail fetch no stylesheet; no policy of ours holds there.
LETTER = TEMPLATES / "comments" / "mail" / "letter.html"


def test_no_template_styles_or_scripts_inline():
    inline = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?:src=|application/ld\+json))")

    strays = [
        str(file.relative_to(TEMPLATES))
        for file in TEMPLATES.rglob("*.html")
        if file != LETTER and inline.search(file.read_text())
    ]

    assert strays == []
