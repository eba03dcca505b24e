"""SitePage, the one concrete parent of every page of the site."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.models import AbstractPage, DefaultBasePageMixin, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from delivery.indexing import HEADER, NOINDEX, is_a_page
from delivery.page_cache.tags import changes_at, shows
from organization.models import SearchAndSocial
from pages import canonicals, changes, dating, depths, routing, standing, thinness
from pages.canonicals import CanonicalPanel
from pages.description import clinic_time, page_metadata
from pages.forms import SitePageForm
from pages.invitation import InvitationPanel, reasons_to_keep_out
from pages.panels import RegisteredPanels
from pages.restrictions import restricted_paths
from seo.metadata import FeedLink, Kind, Metadata, ResultLimits
from seo.nodes import Crumb, Node, WebPage

if TYPE_CHECKING:
    from images.models import ClinicImage


class SitePageQuerySet(PageQuerySet):
    """Pages, asked for as a reader or a crawler would meet them."""

    def published(self) -> "SitePageQuerySet":
        """Pages that anybody may read now: live, and in no restricted section."""
        hidden = Q()
        for path in restricted_paths():
            hidden |= Q(path__startswith=path)
        # The root of Wagtail's tree is live, too, but no page that a reader can open.
        live = self.live().filter(depth__gt=1)
        return live.exclude(hidden) if hidden else live

    def indexable(self) -> "SitePageQuerySet":
        """Published pages that search engines are invited to keep."""
        # The database's clock, not ours: the query may have been written long before it is asked.
        kept = Q(unavailable_after=None) | Q(unavailable_after__gt=Now())
        invited = {"noindex": False, "is_thin": False, "canonical_override": "", "alias_of": None}
        return self.published().filter(kept, **invited)

    def names(self) -> "SitePageQuerySet":
        """With no more of each page than its name and address."""
        return self.defer(*depths.deeper(self.model, depths.NAME))

    def cards(self) -> "SitePageQuerySet":
        """With no more of each page than a card shows."""
        return self.defer(*depths.deeper(self.model, depths.CARD))


SitePageManager = PageManager.from_queryset(SitePageQuerySet)

LEADS_BACK = (
    "The page at this address names this one in turn, so search engines would believe neither. "
    "Let one of the two keep its own address."
)
# When time alone changes what a page says, or who may read it.
_MOMENTS = ("expire_at", "unavailable_after")


class SitePage(AbstractPage, DefaultBasePageMixin):
    """What every page has: its place in search and social networks, its trail, its address."""

    share_image = models.ForeignKey(
        "images.ClinicImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown when the page is shared. Blank: the page's own image, else the site's.",
    )
    noindex = models.BooleanField(
        "keep out of search engines",
        default=False,
        help_text="Also leaves the page out of the sitemap, the feeds and related links.",
    )
    nosnippet = models.BooleanField(
        "show no text of this page",
        default=False,
        help_text="Search results then show its title alone, AI answers may not quote it, "
        "and the longest quotation below means nothing.",
    )
    max_snippet = models.PositiveIntegerField(
        "longest quotation",
        null=True,
        blank=True,
        validators=[MaxValueValidator(10_000)],
        help_text="In characters. Blank: search engines decide. AI answers keep to it, too.",
    )
    max_image_preview = models.CharField(
        "size of its picture",
        max_length=8,
        choices=[("large", "Large"), ("standard", "Small"), ("none", "No picture")],
        default="large",
    )
    max_video_preview = models.PositiveIntegerField(
        "longest video preview",
        null=True,
        blank=True,
        validators=[MaxValueValidator(3_600)],
        help_text="In seconds; 0 for a still. Blank: search engines decide.",
    )
    unavailable_after = models.DateTimeField(
        "leaves search engines on",
        null=True,
        blank=True,
        help_text="For what is only true for a while, such as an event. Readers still find the "
        "page on the site. Blank: never.",
    )
    canonical_override = models.URLField(
        "canonical address",
        blank=True,
        help_text="Only when the same text is at home elsewhere. Blank: this page's own address.",
    )
    share_card = models.CharField(
        "drawn card",
        max_length=64,
        blank=True,
        editable=False,
        help_text="The file of the card that was drawn for it, where it has no picture.",
    )
    is_thin = models.BooleanField(default=False, editable=False)
    changed_on = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When what readers see last changed in substance.",
    )
    show_in_footer = models.BooleanField(
        default=False, help_text="Whether the footer of every page links here."
    )

    objects = SitePageManager()
    base_form_class = SitePageForm

    # Medical text wants a reviewer's signature before it is trusted.
    needs_medical_review = False
    # What others show of the page besides its name: in lists, in bylines.
    card_fields: tuple[str, ...] = ()
    # Whether something of it stands on every page of the site.
    stands_on_every_page = False
    # The list that the page shows, as its tag begins: `articles:topic` of `articles:topic:7`.
    listed_as = ""
    # Fields and child relations that are not what readers come for: changed, the page is no other.
    no_substance: frozenset[str] = frozenset()
    # Foreign keys to fetch in the same query when a reader asks for the page.
    read_with: tuple[str, ...] = ()
    # Whether readers ask for this type so often that it comes with the query that finds the
    # address, instead of in one of its own.
    read_at_once = False
    # The Open Graph type: website, article or profile.
    og_kind: Kind = "website"
    # Which pattern of Search and social its title follows; of none, the one for every page.
    title_kind = ""
    # What schema.org calls the page itself; MedicalWebPage where it informs patients.
    schema_page_type: type[WebPage] = WebPage

    search_fields = [*AbstractPage.search_fields, *DefaultBasePageMixin.search_fields]
    promote_panels = [
        *DefaultBasePageMixin.promote_panels,
        "show_in_footer",
        MultiFieldPanel(
            [
                *("share_image", "noindex", "unavailable_after", "canonical_override"),
                CanonicalPanel(),
                InvitationPanel(),
            ],
            heading="Sharing and indexing",
        ),
        MultiFieldPanel(
            [
                "nosnippet",
                FieldRowPanel(["max_snippet", "max_image_preview", "max_video_preview"]),
            ],
            heading="How much search results may show",
            classname="collapsed",
        ),
    ]

    settings_panels = [*AbstractPage.settings_panels, RegisteredPanels()]
    default_exclude_fields_in_copy = [
        *AbstractPage.default_exclude_fields_in_copy,
        "changed_on",
        "is_thin",
    ]

    def clean(self) -> None:
        """Refuse a page that asks not to be indexed and names another address at once.

        Refuse an address, too, from which search engines would be sent back here.
        """
        super().clean()
        if self.canonical_override and canonicals.is_own(self, self.canonical_override):
            self.canonical_override = ""
        if self.canonical_override and self.pk and canonicals.leads_back(self):
            raise ValidationError({"canonical_override": LEADS_BACK})
        if self.noindex and self.canonical_override:
            raise ValidationError(
                {
                    "canonical_override": (
                        "A page kept out of search engines cannot point them elsewhere: "
                        "choose one of the two."
                    )
                }
            )

    # --- who must hear of it ----------------------------------------------------------------

    @classmethod
    def from_db(cls, db: str, field_names: Sequence[str], values: Sequence[Any]) -> "SitePage":
        """Say that a response which reads the row shows as much of the page as it has read."""
        page = super().from_db(db, field_names, values)
        depth = depths.depth_of_row(cls, tuple(field_names))
        shows(*depths.tags_down_to(depth, page.pk))
        if page.__dict__.get("live"):
            for moment in map(page.__dict__.get, _MOMENTS):
                if moment and moment > timezone.now():
                    changes_at(moment)
        return page

    @classmethod
    def places_in_lists(cls, pages: SitePageQuerySet) -> Iterator[tuple]:
        """Yield the places of some pages of this type: a list's tag, and what orders it."""
        for place in pages.values_list("path", "pk"):
            yield (cls.list_tag(), *place)

    @classmethod
    def list_tag(cls) -> str:
        """Return the tag of a response that lists the published pages of this type."""
        return f"list:{cls._meta.label_lower}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Tell what readers see differently once this is saved, and date it if it is much."""
        whole = kwargs.get("update_fields") is None
        self.is_thin = self.is_thin and bool(self.listed_as)
        says = dating.date(self) if whole and self.live else None
        with changes.told(self, kwargs.get("update_fields")):
            super().save(*args, **kwargs)
        if whole and self.live:
            dating.keep(self, says)
        if whole:
            thinness.settle_page(self)

    def move(self, *args: Any, **kwargs: Any) -> None:
        """Tell of the new place in the transaction that gives it."""
        with transaction.atomic():
            super().move(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Tell of the page and all below it at once."""
        with transaction.atomic():
            changes.tell_of_removal(self)
            with changes.removal_told():
                deleted = super().delete(*args, **kwargs)
            standing.settle_all()
            thinness.settle_everything()
            return deleted

    def with_content_json(self, content: dict[str, Any]) -> "SitePage":
        """Return a revision with what belongs to the page as a whole, whatever its text."""
        page = super().with_content_json(content)
        page.is_thin, page.changed_on = self.is_thin, self.changed_on
        page.share_card = self.share_card
        return page

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, saying in the header, too, when it is not to be kept."""
        is_a_page(request)
        response = super().serve(request, *args, **kwargs)
        if not self.is_indexable:
            response[HEADER] = NOINDEX
        return response

    # --- where it is ------------------------------------------------------------------------

    @property
    def absolute_url(self) -> str:
        """The page's whole address. SITE_URL is the authority for scheme, host and port."""
        return f"{settings.SITE_URL}{self.url or '/'}"

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple | None:
        """Return Wagtail's parts with SITE_URL in place of what the Site record says.

        A page names fifty addresses: here each costs no look-up in the patterns of the site.
        """
        for root in self._get_site_root_paths(request):
            if self.url_path.startswith(root.root_path):
                path = f"{routing.home_path()}{quote(self.url_path[len(root.root_path) :])}"
                return root.site_id, settings.SITE_URL, path
        return None

    def _get_site_root_paths(self, cache_object: object = None) -> list:
        paths = routing.root_paths()
        if cache_object is not None:
            # Wagtail's redirects read what they expect to have been left on the request.
            cache_object._wagtail_cached_site_root_paths = paths  # type: ignore[attr-defined]
        return paths

    @property
    def canonical_address(self) -> str:
        """Where its text is at home: what an editor names, else the page it repeats, else here."""
        return self.canonical_override or (self.repeated or self).absolute_url

    @cached_property
    def repeated(self) -> "SitePage | None":
        """The page whose text this one repeats (Wagtail calls it an alias), if all may read it."""
        if self.alias_of_id is None:
            return None
        source = SitePage.objects.names().get(pk=self.alias_of_id)
        return (source.repeated or source) if source.is_published else None

    def trail(self) -> list[Crumb]:
        """Return the way from the home page to this one, itself included."""
        steps = [*self.ancestors_on_site, self]
        return [Crumb(name=step.title, url=step.absolute_url) for step in steps]

    @cached_property
    def ancestors_on_site(self) -> "list[SitePage]":
        """The pages above this one, the home page first. Known already when it was routed to."""
        root = routing.home_depth()
        return list(SitePage.objects.filter(depth__gte=root).ancestor_of(self).names())

    @property
    def is_published(self) -> bool:
        """Whether anybody may read this page now; what `published()` asks, of a page at hand."""
        return self.live and not any(self.path.startswith(path) for path in restricted_paths())

    @staticmethod
    def route_for_request(request: HttpRequest, path: str) -> RouteResult | None:
        """Find the page for a path in two queries however deep it lies."""
        if not hasattr(request, "_wagtail_route_for_request"):
            try:
                found = routing.find_route(SitePage, request, path)
            except Http404:
                found = None
            request._wagtail_route_for_request = found  # type: ignore[attr-defined]
        return request._wagtail_route_for_request  # type: ignore[attr-defined]

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Return the restrictions on this page, asking the database only if there are any."""
        paths = restricted_paths()
        if self.alias_of_id is None and not any(self.path.startswith(path) for path in paths):
            return _no_restrictions()
        return super().get_view_restrictions()

    # --- what machines read about it --------------------------------------------------------

    @property
    def search_title(self) -> str:
        """What search results call it: its search title, else its title."""
        return self.seo_title or self.title

    def title_values(self) -> dict[str, str]:
        """Return what a title pattern may say of this page besides, by placeholder."""
        return {}

    @property
    def search_text(self) -> str:
        """Plain text a description can be cut from when nobody has written one."""
        return ""

    @property
    def share_picture_source(self) -> "ClinicImage | None":
        """The image to share: the one chosen for it, else the page's own, else the site's."""
        return self.share_image or SearchAndSocial.current().default_share_image

    @property
    def first_public_on(self) -> dt.datetime | None:
        """When readers first saw the page."""
        return self.first_published_at

    @property
    def significantly_changed_on(self) -> dt.datetime | None:
        """When the page last changed in a way that a reader would care about."""
        return self.changed_on or self.last_published_at

    def schema_nodes(self) -> tuple[Node, ...]:
        """Return the schema.org things this page is about, beside the page itself."""
        return ()

    def feed_links(self) -> tuple[FeedLink, ...]:
        """Return the feeds a reader of this page may want to follow."""
        return ()

    def metadata(self) -> Metadata:
        """Describe this page to search engines and social networks."""
        return page_metadata(self)

    @property
    def markdown_address(self) -> str:
        """The whole address of its Markdown twin; empty for a page that has none."""
        return ""

    @property
    def is_indexable(self) -> bool:
        """Whether search engines are invited to keep this page."""
        kept_out = self.noindex or self.is_thin or self.has_left_search_engines
        return not kept_out and not SearchAndSocial.current().hides

    @property
    def has_left_search_engines(self) -> bool:
        """Whether the day is over until which search engines were to keep it."""
        return self.unavailable_after is not None and self.unavailable_after <= timezone.now()

    @property
    def is_recommended(self) -> bool:
        """Whether others may send readers here; what `indexable()` asks, of a page at hand."""
        kept_out = self.noindex or self.is_thin or self.has_left_search_engines
        is_at_home_here = not self.canonical_override and self.alias_of_id is None
        return self.is_published and is_at_home_here and not kept_out

    @property
    def result_limits(self) -> ResultLimits:
        """How much of the page a search result may show, and until when."""
        return ResultLimits(
            nosnippet=self.nosnippet,
            max_snippet=self.max_snippet,
            max_image_preview=self.max_image_preview,  # type: ignore[arg-type]
            max_video_preview=self.max_video_preview,
            unavailable_after=clinic_time(self.unavailable_after),
        )

    @classmethod
    def too_thin(cls, pages: set[int]) -> set[int]:
        """Return those of some pages of this type that list too little for a search engine."""
        return set()

    @property
    def why_thin(self) -> str:
        """What an editor can do about a page that lists too little."""
        return ""

    def why_kept_out(self) -> list[str]:
        """Say why search engines are asked to leave the page out; nothing when they are not."""
        return list(reasons_to_keep_out(self))


@cache
def _no_restrictions() -> models.QuerySet[PageViewRestriction]:
    """Return no restrictions, in a form that has asked the database already."""
    none = PageViewRestriction.objects.none()
    len(none)
    return none


class PublishedText(models.Model):
    """What readers see of a page, as it was when it last changed in substance."""

    page = models.OneToOneField(
        SitePage, primary_key=True, on_delete=models.CASCADE, related_name="published_text"
    )
    # A Substance, packed; empty for a page that was not published one by one.
    text = models.BinaryField(default=bytes)
    # Pictures as the page shows them: pairs of an image's number and its place.
    images = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"text of page {self.page_id}"


class CanonicalLook(models.Model):
    """What was found at somebody else's address that a page names as canonical."""

    page = models.OneToOneField(
        SitePage, on_delete=models.CASCADE, primary_key=True, related_name="canonical_look"
    )
    address = models.URLField()
    finding = models.CharField(max_length=500, blank=True)
    looked_on = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "look at a canonical address"

    def __str__(self) -> str:
        return self.address
