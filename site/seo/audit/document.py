"""A page as a crawler reads it: what its HTML says, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from seo.audit.markup import RAW, End, Start, Text, tokens
from seo.snippets import tidy

# The first tag or word of another kind ends the head, wherever its end tag stands.
_IN_HEAD = frozenset(
    {"html", "head", "title", "meta", "link", "script", "style", "base", "noscript", "template"}
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# These do not part the words on their two sides.
_INLINE = frozenset(
    [
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "i", "kbd", "mark"),
        *("q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    ]
)
JSON_LD = "application/ld+json"
# What a browser fetches to show the page.
_FETCHED = frozenset(
    {"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"}
)
TRAIL = "breadcrumbs"


@dataclass(frozen=True)
class Meta:
    """A meta tag, by its name or property."""

    name: str
    content: str
    in_head: bool = True


@dataclass(frozen=True)
class LinkTag:
    """A link element: what the page belongs with."""

    relations: frozenset[str]
    address: str
    kind: str = ""
    in_head: bool = True


@dataclass(frozen=True)
class Anchor:
    """A link that readers follow. `name` is what it is called by whatever reads it out."""

    address: str
    name: str = ""
    relations: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Image:
    """A picture. What is not written is None."""

    source: str
    alt: str | None = None
    width: str | None = None
    height: str | None = None
    lazy: bool = False
    formats: tuple[str, ...] = ()
    in_main: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading: its level and its words."""

    level: int
    text: str


@dataclass
class Document:
    """Everything that the audit asks of a page."""

    language: str = ""
    titles: list[str] = field(default_factory=list)
    metas: list[Meta] = field(default_factory=list)
    links: list[LinkTag] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    trail: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    text: str = ""

    def meta(self, name: str) -> list[str]:
        """Return the contents of all meta tags of a name."""
        return [meta.content for meta in self.metas if meta.name == name]

    def linked(self, relation: str) -> list[LinkTag]:
        """Return the link elements of a relation."""
        return [link for link in self.links if relation in link.relations]

    @property
    def canonical(self) -> str:
        """The address that the page calls its own; nothing if it names none or several."""
        found = {link.address for link in self.linked("canonical") if link.in_head}
        return found.pop() if len(found) == 1 else ""

    @property
    def robots(self) -> frozenset[str]:
        """What the page asks of search engines, directive by directive."""
        said = ",".join([*self.meta("robots"), *self.meta("googlebot")])
        return frozenset(directive.strip().lower() for directive in said.split(","))


def read(html: str) -> Document:
    """Read a page."""
    return _Reader(html).document


class _Reader:
    """Goes through the tags once and keeps what is asked for."""

    def __init__(self, html: str) -> None:
        self.document = Document()
        self.in_head = True
        self.words: list[str] = []
        # Texts that are being collected: the element that ends each, and its parts.
        self.collecting: list[tuple[str, list[str], Start]] = []
        self.open: dict[str, int] = dict.fromkeys(("svg", "main", "template", "picture"), 0)
        self.trails: list[int] = []  # at how many open navs each trail began
        self.navs = 0
        self.formats: list[str] = []
        self.raw = ""
        for token in tokens(html):
            match token:
                case Start():
                    self._start(token)
                case End():
                    self._end(token.name)
                case Text():
                    self._text(token.content)
        while self.collecting:
            self._finish(len(self.collecting) - 1)
        self.document.text = tidy("".join(self.words))

    # --- tags -----------------------------------------------------------------------------------

    def _start(self, tag: Start) -> None:
        name, given = tag.name, tag.attributes
        if name not in _IN_HEAD:
            self.in_head = False
        self.raw = ""
        if name in self.open and not tag.closed:
            self.open[name] += 1
        if self.open["template"]:
            return
        if given.get("id"):
            self.document.ids.add(given["id"])
        match name:
            case "html":
                self.document.language = self.document.language or given.get("lang", "").strip()
            case "meta":
                self._meta(given)
            case "link":
                self.document.links.append(
                    LinkTag(_words(given.get("rel")), given.get("href", "").strip(),
                            given.get("type", "").lower(), self.in_head)
                )  # fmt: skip
            case "script":
                self._script(given)
            case "img":
                self._image(given)
            case "source":
                self.formats.append(given.get("type", "").lower())
            case "picture":
                self.formats = []
            case "time":
                self.document.times.append(given.get("datetime", ""))
            case "nav":
                self.navs += 1
                if given.get("aria-label", "").strip().lower() == TRAIL:
                    self.trails.append(self.navs)
        if name in RAW and name not in {"script", "title"}:
            self.raw = name
        if name not in _INLINE:
            self._say(" ")
        if self._is_collected(tag):
            self._collect(tag)
        elif self.collecting:
            self._say(given.get("aria-label", ""), aloud=True)

    def _is_collected(self, tag: Start) -> bool:
        name = tag.name
        return (
            (name == "a" and "href" in tag.attributes)
            or name in _HEADINGS
            or (name == "title" and not self.open["svg"])
            or (name == "li" and bool(self.trails))
        )

    def _collect(self, tag: Start) -> None:
        """Begin to collect the text of an element; one of its kind ends where the next begins."""
        alike = _HEADINGS if tag.name in _HEADINGS else {tag.name}
        for place, (name, _, _) in enumerate(self.collecting):
            if name in alike:
                self._finish(place)
                break
        self.collecting.append((tag.name, [], tag))

    def _end(self, name: str) -> None:
        self.raw = ""
        if name == "head":
            self.in_head = False
        if self.open.get(name):
            self.open[name] -= 1
        if name == "nav":
            if self.trails and self.trails[-1] == self.navs:
                self.trails.pop()
            self.navs = max(0, self.navs - 1)
        for place in range(len(self.collecting) - 1, -1, -1):
            if self.collecting[place][0] == name:
                self._finish(place)
                break
        if name not in _INLINE:
            self._say(" ")

    def _finish(self, place: int) -> None:
        """Keep a text that has come to its end, and those that were never ended inside it."""
        for name, parts, tag in reversed(self.collecting[place:]):
            text = tidy("".join(parts))
            if name == "title":
                self.document.titles.append(text)
            elif name == "a":
                given = tag.attributes
                named = tidy(given.get("aria-label", "")) or text or tidy(given.get("title", ""))
                named = named or given.get("aria-labelledby", "")
                self.document.anchors.append(
                    Anchor(given["href"].strip(), named, _words(given.get("rel")))
                )
            elif name in _HEADINGS:
                self.document.headings.append(Heading(_HEADINGS[name], text))
            else:
                self.document.trail.append(text)
        del self.collecting[place:]

    # --- what stands in them --------------------------------------------------------------------

    def _text(self, content: str) -> None:
        if self.raw == JSON_LD:
            self.document.json_ld.append(content)
        elif not self.raw and not self.open["template"]:
            named = bool(self.collecting) and self.collecting[-1][0] == "title"
            if content.strip() and not named:
                self.in_head = False
            self._say(content)

    def _say(self, content: str, aloud: bool = False) -> None:
        """Take up words; those that are only read `aloud` are not seen on the page."""
        for _, parts, _ in self.collecting:
            parts.append(content)
        if not self.in_head and not aloud:
            self.words.append(content)

    def _meta(self, given: Mapping[str, str]) -> None:
        name = (given.get("name") or given.get("property") or "").strip().lower()
        if name:
            self.document.metas.append(Meta(name, tidy(given.get("content", "")), self.in_head))

    def _script(self, given: Mapping[str, str]) -> None:
        kind = given.get("type", "").strip().lower()
        self.raw = JSON_LD if kind == JSON_LD else "script"
        if source := given.get("src", "").strip():
            self.document.scripts.append(source)

    def _image(self, given: Mapping[str, str]) -> None:
        self._say(f" {given.get('alt', '')} ", aloud=True)
        self.document.images.append(
            Image(
                source=given.get("src", "").strip(),
                alt=given.get("alt"),
                width=given.get("width"),
                height=given.get("height"),
                lazy=given.get("loading", "").strip().lower() == "lazy",
                formats=tuple(self.formats) if self.open["picture"] else (),
                in_main=bool(self.open["main"]),
            )
        )


def _words(value: str | None) -> frozenset[str]:
    return frozenset((value or "").lower().split())


def addresses_of_files(document: Document) -> Iterator[str]:
    """Yield the addresses of what a browser fetches to show the page: styles, icons, scripts."""
    for link in document.links:
        if link.address and link.relations & _FETCHED:
            yield link.address
    yield from document.scripts
