"""Loading the starter site into the database: each part once, and never over an editor's work."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.files import File
from django.db import models, transaction
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Site

from blog.comments.models import CommentSettings, CommentThread, ReaderComment
from blog.models import ArticleAuthor
from glossary.models import Term
from home.models import HomePage, StarterPart
from home.starter.articles import ARTICLES
from home.starter.conversation import ARTICLE, SAMPLES, SampleComment
from home.starter.glossary import TERMS
from home.starter.markup import rich_text, typeset
from home.starter.pages import PAGES
from home.starter.pictures import CREDIT, DRAWING_WIDTH, PICTURES, StarterPicture
from home.starter.writing import Block, PageAt, PagePlan, Picture, Prose, TermOf
from images.models import ClinicImage
from organization.models import Clinic, SearchAndSocial
from pages.authority import agree_with_site_url
from pages.models import SitePage

Say = Callable[[str], object]

AUTHOR = "/team/editorial-team/"
COMMENT_POLICY = "/comment-policy/"
SHARED_BY_DEFAULT = "crane"
DESCRIPTION = "Supervised ketamine-assisted therapy in Destin and Inlet Beach, Florida."
WELCOME = "Welcome to your new Wagtail site!"


class OccupiedError(Exception):
    """The site already has pages of its own. The message says which, and what to do."""


class StarterSite:
    """The starter site on its way into this database."""

    def __init__(self, say: Say) -> None:
        """Begin; `say` is told each step in one line."""
        self.say = say
        self.pages: dict[str, SitePage | None] = {}
        self.pictures: dict[str, ClinicImage | None] = {}
        self.terms: dict[str, Term | None] = {}

    @transaction.atomic
    def load(self, *, samples: bool) -> None:
        """Load whatever has not been loaded here before.

        Raises OccupiedError, having changed nothing, on a site that has pages of its own.
        """
        refuse_other_sites()
        self._load_pictures()
        self._load_terms()
        self._load_pages([*PAGES, *ARTICLES])
        self._load_settings()
        if samples:
            self._load_comments()

    def add_pages(self, plans: Sequence[PagePlan]) -> dict[str, SitePage | None]:
        """Add more pages to a site that is loaded, and return every page of both by its path."""
        self.pictures = _loaded("picture", ClinicImage)
        self.terms = _loaded("term", Term)
        self._load_pages(plans)
        return self.pages

    # --- pictures ---------------------------------------------------------------------------

    def _load_pictures(self) -> None:
        known = _loaded("picture", ClinicImage)
        new = [picture for picture in PICTURES if picture.name not in known]
        for picture in new:
            image = add_picture(picture)
            known[picture.name] = image
            _remember(f"picture {picture.name}", image)
        self.pictures = known
        self.say(_count(len(new), "picture", "added to the image library"))

    # --- glossary ---------------------------------------------------------------------------

    def _load_terms(self) -> None:
        self.terms = _loaded("term", Term)
        new = [plan for plan in TERMS if plan.name not in self.terms]
        for plan in new:
            term = Term.objects.filter(name__iexact=plan.name, kind=plan.kind).first()
            if term is None:  # an editor may have explained it already
                term = plan.as_term(self.terms.get(plan.drug))
                term.full_clean()
                term.save()
            self.terms[plan.name] = term
            _remember(f"term {plan.name}", term)
        self.say(_count(len(new), "term", "added to the glossary"))

    # --- pages ------------------------------------------------------------------------------

    def _load_pages(self, plans: Sequence[PagePlan]) -> None:
        """Make every missing page first, so that texts may link to pages that come later."""
        self.pages = _loaded("page", SitePage)
        new = [plan for plan in plans if self._make(plan)]
        for plan in new:
            self._fill(plan)
        self.say(_count(len(new), "page", "published"))

    def _make(self, plan: PagePlan) -> bool:
        """Make an empty draft of a page; say whether it is new here and is to be filled."""
        if plan.path in self.pages:
            return False
        parent = self._parent(plan)
        if parent is None:
            # An editor took the section away: what stood in it is not wanted either.
            return False
        there = parent.get_children().filter(slug=plan.slug).first()
        if there is not None and not _is_welcome(there):
            self._keep(plan, there)
            return False
        page = apps.get_model(plan.model)(title=typeset(plan.title), slug=plan.slug, live=False)
        if plan.model == "home.HomePage":
            open_front_door(page)
        else:
            parent.add_child(instance=page)
        self._keep(plan, page)
        return True

    def _parent(self, plan: PagePlan) -> SitePage | None:
        if plan.parent_path is None:
            return SitePage.get_first_root_node()
        parent = self.pages[plan.parent_path]
        # Read again: its own children have been counted since.
        return parent and SitePage.objects.filter(pk=parent.pk).first()

    def _keep(self, plan: PagePlan, page: Any) -> None:
        self.pages[plan.path] = page
        _remember(f"page {plan.path}", page)

    def _fill(self, plan: PagePlan) -> None:
        """Write a page's fields and publish it."""
        page = SitePage.objects.get(pk=self.pages[plan.path].pk).specific  # type: ignore[union-attr]
        page.seo_title = typeset(plan.search_title)
        page.search_description = typeset(plan.description)
        page.show_in_menus = plan.in_menu
        page.show_in_footer = plan.in_footer
        if plan.share_picture:
            page.share_image = self.pictures[plan.share_picture]
        for name, value in plan.fields.items():
            setattr(page, name, self._field_value(page, name, value))
        if plan in ARTICLES:
            self._sign(page)
        page.save_revision(log_action=True).publish()

    def _sign(self, article: SitePage) -> None:
        author = self._page(AUTHOR)
        if author is not None:
            article.article_authors = [ArticleAuthor(page=article, author=author)]

    def _field_value(self, page: SitePage, name: str, value: Any) -> Any:
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            raw = [self._raw(block) for block in value if not self._is_gone(block.value)]
            story = field.stream_block.to_python(raw)
            # Checked as on saving in the editor, which also gives headings their anchors.
            return field.stream_block.clean(story)
        if isinstance(value, list):
            return list(filter(None, (self._page(place.path) for place in value)))
        if isinstance(value, PageAt):
            return self._page(value.path)
        if isinstance(value, Picture):
            return self.pictures[value.name]
        return typeset(value) if isinstance(value, str) else value

    def _page(self, path: str) -> Any:
        page = self.pages[path]
        return page and page.specific

    # --- blocks -----------------------------------------------------------------------------

    def _raw(self, value: Any) -> Any:
        """Return a value of the starter texts as a StreamField keeps it."""
        match value:
            case Block():
                return {"type": value.kind, "value": self._raw(value.value)}
            case Prose():
                return rich_text(value.text, self._page_id) if value.text else ""
            case PageAt():
                return self._page_id(value.path)
            case TermOf():
                return self.terms[value.name].pk  # type: ignore[union-attr]
            case dict():
                return {name: self._raw(part) for name, part in value.items()}
            case list():
                return [self._raw(part) for part in value]
            case str():
                return typeset(value)
        return value

    def _is_gone(self, value: Any) -> bool:
        """Say whether an editor took away what a block would hold."""
        return isinstance(value, TermOf) and self.terms.get(value.name) is None

    def _page_id(self, path: str) -> int | None:
        page = self.pages[path]
        return page.pk if page else None

    # --- settings and comments --------------------------------------------------------------

    def _load_settings(self) -> None:
        if agree_with_site_url():
            self.say("The site record now agrees with SITE_URL.")
        if _is_loaded("settings"):
            return
        search = SearchAndSocial.objects.first() or SearchAndSocial()
        if search.default_share_image is None:
            search.default_share_image = self.pictures[SHARED_BY_DEFAULT]
            search.save()
        clinic = Clinic.objects.first() or Clinic()
        if not clinic.description:
            clinic.description = DESCRIPTION
            clinic.save()
        discussion = CommentSettings.objects.first() or CommentSettings()
        if discussion.policy_page is None:
            discussion.policy_page = self.pages[COMMENT_POLICY]
            discussion.save()
        _remember("settings")
        self.say("The clinic's description, default share image and comment policy are set.")

    def _load_comments(self) -> None:
        article = self.pages[ARTICLE]
        if article is None or _is_loaded("sample comments"):
            self.say(_count(0, "sample comment", "added"))
            return
        thread = CommentThread.objects.of(article)
        count = sum(1 for _ in add_comments(thread, SAMPLES))
        _remember("sample comments")
        self.say(_count(count, "sample comment", "added"))


def refuse_other_sites() -> None:
    """Raise OccupiedError when the root holds pages that this loader did not bring."""
    ours = StarterPart.objects.filter(name="page /").values_list("object_id", flat=True).first()
    for page in SitePage.get_first_root_node().get_children():
        if page.pk != ours and not _is_welcome(page):
            raise OccupiedError(
                f"This site already has pages of its own (“{page.title}”). Nothing was "
                "changed. The starter site goes into an empty site only."
            )


def open_front_door(home: HomePage) -> None:
    """Put the home page where Wagtail's welcome page was, and point the site at it."""
    root = SitePage.get_first_root_node()
    welcome = next(filter(_is_welcome, root.get_children()), None)
    if welcome is not None:
        # Not saved: the index would be asked to learn what is gone a moment later.
        SitePage.objects.filter(pk=welcome.pk).update(slug="welcome")
        root.refresh_from_db()
    root.add_child(instance=home)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.root_page = home
    site.save()
    if welcome is not None:
        SitePage.objects.get(pk=welcome.pk).delete()


def add_picture(picture: StarterPicture) -> ClinicImage:
    """Put a picture into the image library, with its description and its focal point."""
    image = ClinicImage(
        title=picture.title, description=typeset(picture.description), credit=CREDIT
    )
    with picture.file.open("rb") as content:
        image.file.save(picture.file.name, File(content), save=False)
    scale = image.width / DRAWING_WIDTH
    across, down, width, height = (round(number * scale) for number in picture.focus)
    image.focal_point_x, image.focal_point_y = across, down
    image.focal_point_width, image.focal_point_height = width, height
    image.save()
    return image


def add_comments(
    thread: CommentThread,
    samples: Sequence[SampleComment],
    parent: ReaderComment | None = None,
) -> Iterator[ReaderComment]:
    """Add comments and their replies to a thread, each decided on as it says."""
    for sample in samples:
        comment = ReaderComment(
            thread=thread,
            author_name=sample.author,
            body=typeset(sample.text),
            submitted_at=timezone.now(),
        )
        comment.place(parent)
        comment.save()
        comment.begin(ReaderComment.Status(sample.status), typeset(sample.sentence))
        yield comment
        yield from add_comments(thread, sample.replies, comment)


def _is_welcome(page: SitePage) -> bool:
    return page.title == WELCOME and page.specific_class is SitePage and page.numchild == 0


def _loaded(kind: str, model: type[models.Model]) -> dict[str, Any]:
    """Return what was loaded before of one kind, by name; None for what is gone."""
    parts = StarterPart.objects.filter(name__startswith=f"{kind} ")
    ids = {
        name.removeprefix(f"{kind} "): pk for name, pk in parts.values_list("name", "object_id")
    }
    there = model._default_manager.in_bulk(list(ids.values()))
    return {name: there.get(pk) for name, pk in ids.items()}


def _is_loaded(name: str) -> bool:
    return StarterPart.objects.filter(name=name).exists()


def _remember(name: str, brought: Any = None) -> None:
    StarterPart.objects.create(name=name, object_id=brought and brought.pk)


def _count(number: int, thing: str, done: str) -> str:
    if number == 0:
        return f"No {thing} {done}: nothing is missing."
    return f"{number} {thing}{'' if number == 1 else 's'} {done}."
