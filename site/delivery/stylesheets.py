"""Joins a stylesheet with all it imports and takes out needless space (plain Python)."""

import posixpath
import re
from collections.abc import Callable

# Comments, strings and url(…) are kept apart from the rest: only the rest may be rewritten.
_TOKENS = re.compile(
    r"""(?P<comment>/\*.*?\*/)
      | (?P<kept>"(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | \burl\(\s*[^"'\s)][^)]*\))
    """,
    re.DOTALL | re.VERBOSE,
)
_IMPORT = re.compile(
    r"""@import\s+(?:url\(\s*)?(?P<quote>["']?)(?P<address>[^"')\s]+)(?P=quote)\s*\)?
        (?P<conditions>[^;]*);""",
    re.VERBOSE,
)
_LAYER = re.compile(r"^layer(?:\((?P<name>[^)]*)\))?\s*")
_SUPPORTS = re.compile(r"^supports\((?P<test>(?:[^()]|\([^()]*\))*)\)\s*")
_URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<address>[^"')]+?)(?P=quote)\s*\)""")
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|/|#)", re.IGNORECASE)


class ImportProblem(ValueError):
    """A stylesheet cannot be joined; the message says which one and why."""


def bundle(name: str, read: Callable[[str], str]) -> str:
    """Return the stylesheet with every import replaced by what it imports, in its layer.

    `read` gives a stylesheet's text by its name and raises FileNotFoundError. Addresses inside are
    rewritten to be right as seen from `name`.
    """
    return _inline(name, posixpath.dirname(name), read, ())


def minify(css: str) -> str:
    """Return the stylesheet without comments and needless space; strings and URLs untouched."""
    pieces: list[str] = []
    position = 0
    text = ""
    for match in _TOKENS.finditer(css):
        text += css[position : match.start()]
        position = match.end()
        if match["comment"]:
            text += " "
            continue
        pieces += [_squeeze(text), match["kept"]]
        text = ""
    pieces.append(_squeeze(text + css[position:]))
    return "".join(pieces).strip()


def _inline(name: str, home: str, read: Callable[[str], str], parents: tuple[str, ...]) -> str:
    if name in parents:
        raise ImportProblem(f"{name} imports itself, by way of {parents[-1]}.")
    try:
        css = _without_comments(read(name))
    except FileNotFoundError:
        wanted_by = f", which {parents[-1]} imports," if parents else ""
        raise ImportProblem(f"The stylesheet {name}{wanted_by} does not exist.") from None

    def imported(match: re.Match[str]) -> str:
        address = match["address"]
        if _ELSEWHERE.match(address):
            raise ImportProblem(f"{name} imports {address}; only our own files can be joined.")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        return _wrap(_inline(target, home, read, (*parents, name)), match["conditions"].strip())

    pieces = _IMPORT.split(css)
    kept = [_rebase(piece, name, home) for piece in pieces[:: _IMPORT.groups + 1]]
    joined = [kept[0]]
    for match, rest in zip(_IMPORT.finditer(css), kept[1:], strict=True):
        joined += [imported(match), rest]
    return "".join(joined)


def _wrap(css: str, conditions: str) -> str:
    """Say with blocks what an import says with words: layer, supports, media."""
    wrappers = []
    if layer := _LAYER.match(conditions):
        wrappers.append(f"@layer {layer['name'] or ''}")
        conditions = conditions[layer.end() :]
    if supports := _SUPPORTS.match(conditions):
        wrappers.append(f"@supports ({supports['test']})")
        conditions = conditions[supports.end() :]
    if conditions:
        wrappers.append(f"@media {conditions}")
    for wrapper in wrappers:
        css = f"{wrapper} {{\n{css}\n}}\n"
    return css


def _rebase(css: str, name: str, home: str) -> str:
    """Make relative addresses, written as seen from `name`, right as seen from `home`."""
    here = posixpath.dirname(name)

    def moved(match: re.Match[str]) -> str:
        address = match["address"]
        if _ELSEWHERE.match(address):
            return match[0]
        seen = posixpath.relpath(posixpath.join(here, address), home or ".")
        return f'url("{seen}")'

    return _URL.sub(moved, css)


def _without_comments(css: str) -> str:
    return _TOKENS.sub(lambda match: match["kept"] or " ", css)


def _squeeze(text: str) -> str:
    """Take needless space out of a stretch of CSS that has no strings or comments."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    text = re.sub(r": ", ":", text)
    return text.replace(";}", "}")
