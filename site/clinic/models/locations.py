"""Places where the clinic sees people, and when they are open."""

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from clinic import hours, nodes
from clinic.twins import location_markdown
from content.blocks.stories import PageStory
from content.words import plain_text
from delivery.page_cache.tags import changes_at, shows
from images.renditions import prefetch_for
from organization.models import Clinic
from organization.telephone import dialed
from pages.models import SitePage
from pages.twins import Twinned
from seo.nodes import Node, WebPage

if TYPE_CHECKING:
    from images.models import ClinicImage


class LocationIndexPage(SitePage):
    """Everywhere the clinic sees people."""

    introduction = models.TextField(
        blank=True, help_text="One or two sentences above the list of locations."
    )

    content_panels = [*SitePage.content_panels, "introduction"]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["clinic.LocationPage"]
    max_count = 1
    title_kind = "list"

    class Meta:
        verbose_name = "locations page"

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.introduction

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """Add the locations in the editors' order."""
        context = super().get_context(request, *args, **kwargs)
        shows(LocationPage.list_tag())
        places = LocationPage.objects.published().child_of(self).cards()
        context["locations"] = prefetch_for(places.select_related("photo"), "photo", "pair")
        return context


class LocationPage(Twinned, SitePage):
    """One place where the clinic sees people. Whatever is blank is left out everywhere."""

    introduction = models.TextField(
        blank=True, help_text="One or two sentences: what this place is, and for whom."
    )
    photo = models.ForeignKey(
        "images.ClinicImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The building or the way in, so that people recognize it.",
    )
    street = models.CharField(
        "street and number", max_length=200, blank=True, help_text="With suite or floor, if any."
    )
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=50, blank=True, help_text="As on a letter, such as FL.")
    postal_code = models.CharField("ZIP code", max_length=12, blank=True)
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    telephone = models.CharField(
        max_length=30, blank=True, help_text="Blank: the clinic's own number is shown."
    )
    email = models.EmailField("e-mail", blank=True)
    arrival = models.TextField(
        "getting here", blank=True, help_text="Parking, the way in, steps or a lift."
    )
    body = StreamField(PageStory(), blank=True, help_text="What to expect at this location.")

    content_panels = [
        *SitePage.content_panels,
        "introduction",
        "photo",
        MultiFieldPanel(
            [
                "street",
                FieldRowPanel(["city", "state", "postal_code"]),
                FieldRowPanel(["telephone", "email"]),
                FieldRowPanel(["latitude", "longitude"]),
                "arrival",
            ],
            heading="Where it is and how to reach it",
            help_text="Fill in what you know. Nothing is shown for a blank field.",
        ),
        InlinePanel(
            "opening_hours",
            heading="Opening hours",
            label="Hours",
            help_text="One row a weekday, two if it closes in between. Once one day is filled "
            "in, days without a row count as closed.",
        ),
        InlinePanel(
            "special_hours",
            heading="Special hours",
            label="Special hours",
            help_text="Holidays and other days that differ. They disappear by themselves "
            "when their last day is over.",
        ),
        "body",
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("city"),
        index.SearchField("body"),
    ]
    image_kinds = {"photo": ("hero", "pair", "share")}
    card_fields = (
        "introduction",
        "photo",
        "street",
        "city",
        "state",
        "postal_code",
        "telephone",
        "email",
    )
    stands_on_every_page = True
    title_kind = "location"

    parent_page_types = ["clinic.LocationIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "location"

    def clean(self) -> None:
        """Refuse half a point on the map."""
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            blank = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({blank: "Fill in both latitude and longitude, or neither."})

    def title_values(self) -> dict[str, str]:
        """Return its town, for the pattern of its title."""
        return {"town": self.city}

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.introduction or plain_text(self.body) or self.arrival

    @property
    def share_picture_source(self) -> "ClinicImage | None":
        """The image to share: the one chosen for it, else the photo, else the site's."""
        return self.share_image or self.photo or super().share_picture_source

    @property
    def address_lines(self) -> list[str]:
        """The address as on a letter, without its blank parts."""
        town = " ".join(
            filter(None, [", ".join(filter(None, [self.city, self.state])), self.postal_code])
        )
        return [line for line in (self.street, town) if line]

    @property
    def directions_url(self) -> str:
        """A map service's directions to the address; empty without a street to drive to."""
        if not self.street:
            return ""
        destination = ", ".join([Clinic.current().name, *self.address_lines])
        query = urlencode({"api": 1, "destination": destination})
        return f"https://www.google.com/maps/dir/?{query}"

    @property
    def telephone_shown(self) -> str:
        """The number to call: this place's own, else the clinic's."""
        return self.telephone or Clinic.current().telephone

    @property
    def telephone_link(self) -> str:
        """The number as a telephone dials it."""
        return dialed(self.telephone_shown)

    @cached_property
    def schedule(self) -> hours.Schedule:
        """When this place is open, as plain values."""
        rows = list(self.opening_hours.all())
        return hours.Schedule.of(
            ((row.weekday, row.interval) for row in rows if row.interval),
            (row.weekday for row in rows if row.by_appointment),
            (row.as_value() for row in self.special_hours.all()),
        )

    def schema_nodes(self) -> tuple[Node, ...]:
        """Return this place as a clinic of its own, with what is known of it."""
        clinic = nodes.location_node(self, today=timezone.localdate())
        return (WebPage(id=f"{self.absolute_url}#webpage", main_entity=clinic), clinic)

    def as_markdown(self) -> str:
        """Return the location for machines that read text."""
        return location_markdown(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """Add the hours as they are today."""
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        today = timezone.localdate(now)
        if self.schedule.is_known:
            changes_at(self.schedule.next_change(now, timezone.get_current_timezone()))
        context.update(
            open_now=self.schedule.open_at(now, timezone.get_current_timezone()),
            weekday=today.weekday(),
            week=self.schedule.groups(),
            special_hours=self.schedule.upcoming(today),
        )
        return context


class TimedRow(Orderable):
    """A row with an opening and a closing time."""

    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)

    class Meta(Orderable.Meta):
        abstract = True

    @property
    def interval(self) -> hours.Interval | None:
        """The row's times; None when it has none."""
        if self.opens is None or self.closes is None:
            return None
        return hours.Interval(self.opens, self.closes)

    def clean(self) -> None:
        """Refuse one time without the other, and closing before opening."""
        super().clean()
        if (self.opens is None) != (self.closes is None):
            blank = "opens" if self.opens is None else "closes"
            raise ValidationError({blank: "Fill in both times, or neither."})
        if self.opens and self.closes and self.opens >= self.closes:
            raise ValidationError({"closes": "Closing comes after opening, on the same day."})


class OpeningHours(TimedRow):
    """When a location is open on one weekday."""

    page = ParentalKey(LocationPage, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=list(enumerate(hours.WEEKDAYS)))
    by_appointment = models.BooleanField(
        default=False, help_text="People are seen by appointment, with or without fixed times."
    )

    panels = [
        FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")]),
        "by_appointment",
    ]

    class Meta(TimedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(closes__gt=models.F("opens")),
                name="a_location_opens_before_it_closes",
            )
        ]

    def __str__(self) -> str:
        return hours.WEEKDAYS[self.weekday]

    def clean(self) -> None:
        """Refuse a row that says nothing."""
        super().clean()
        if self.opens is None and self.closes is None and not self.by_appointment:
            raise ValidationError(
                {"opens": "Fill in the times, or tick by appointment. A closed day needs no row."}
            )


class SpecialHours(TimedRow):
    """Days on which a location keeps other hours, until they are over."""

    page = ParentalKey(LocationPage, on_delete=models.CASCADE, related_name="special_hours")
    label = models.CharField(
        max_length=80, blank=True, help_text="Why, for readers, such as “Thanksgiving”."
    )
    starts_on = models.DateField("first day")
    ends_on = models.DateField(
        "last day", null=True, blank=True, help_text="Blank: that one day only."
    )

    panels = [
        "label",
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldRowPanel(
            [FieldPanel("opens"), FieldPanel("closes")],
            help_text="Leave both blank when the location is closed.",
        ),
    ]

    class Meta(TimedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(closes__gt=models.F("opens")),
                name="special_hours_open_before_they_close",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="special_hours_start_before_they_end",
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"{self.starts_on}"

    @property
    def last_day(self) -> dt.date:
        """The last day these hours hold."""
        return self.ends_on or self.starts_on

    def clean(self) -> None:
        """Refuse days that end before they start."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "The last day comes after the first."})

    def as_value(self) -> hours.SpecialHours:
        """These hours as a plain value."""
        intervals = (self.interval,) if self.interval else ()
        return hours.SpecialHours(
            self.starts_on, self.last_day, hours.DayHours(intervals), self.label
        )
