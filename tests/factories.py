"""Rows for tests, one factory a model."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.rich_text import RichText

from blog.comments.models import CommentThread, ReaderComment
from blog.comments.models.commenter import author_key
from blog.comments.models.status import Status
from blog.models import ArticleAuthor, ArticlePage, BlogIndexPage, TopicIndexPage, TopicPage
from clinic.models import (
    AppointmentPage,
    AppointmentRequest,
    LocationIndexPage,
    LocationPage,
    TreatmentIndexPage,
    TreatmentPage,
)
from glossary.models import Term
from home.models import HomePage, StandardPage
from images.models import ClinicImage
from people.models import ProfileIndexPage, ProfilePage


class UserFactory(factory.django.DjangoModelFactory):
    """Someone who may sign in."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("a long test password")


def image_bytes(
    width: int = 60, height: int = 40, image_format: str = "JPEG", **options: object
) -> bytes:
    """Return an image file with a little drawn on it."""
    mode = "RGBA" if image_format in {"PNG", "WEBP"} else "RGB"
    image = Image.new(mode, (width, height), "#0A6662")
    image.paste("#F3EDE1", (0, 0, width // 2, height // 2))
    out = BytesIO()
    image.save(out, image_format, **options)
    return out.getvalue()


class ImageFactory(factory.django.DjangoModelFactory):
    """An image with a description. Takes: width and height of its file."""

    class Meta:
        model = ClinicImage

    class Params:
        size = (60, 40)

    title = factory.Sequence(lambda n: f"image {n}")
    description = "Two fingers at a temple"
    file = factory.LazyAttribute(
        lambda image: ContentFile(image_bytes(*image.size), name="photograph.jpg")
    )


class TermFactory(factory.django.DjangoModelFactory):
    """A term of the glossary: a condition, unless it is told otherwise."""

    class Meta:
        model = Term

    kind = Term.Kind.CONDITION
    name = factory.Sequence(lambda n: f"Condition {n}")
    explanation = "An attack of pain that returns."


class HomePageFactory(wagtail_factories.PageFactory):
    """The front door."""

    class Meta:
        model = HomePage

    title = "Home"
    headline = "Ketamine-assisted therapy on the Emerald Coast"


class StandardPageFactory(wagtail_factories.PageFactory):
    """A plain page."""

    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Page {n}")


# --- Pages: each needs a parent ---------------------------------------------------------------


class PublishedPageFactory(wagtail_factories.PageFactory):
    """A page that readers have been able to open for a moment already."""

    class Meta:
        abstract = True

    first_published_at = factory.LazyFunction(timezone.now)
    last_published_at = factory.SelfAttribute("first_published_at")


class ProfileIndexPageFactory(PublishedPageFactory):
    """The page of everyone who writes or reviews."""

    class Meta:
        model = ProfileIndexPage

    title = "Our team"
    slug = "team"


class ProfilePageFactory(PublishedPageFactory):
    """A person. Make it a team with `kind=ProfilePage.Kind.TEAM`."""

    class Meta:
        model = ProfilePage

    title = factory.Sequence(lambda n: f"Sample author {n}")
    role = "Writer"
    summary = "Writes plainly about headaches."


class ReviewerFactory(ProfilePageFactory):
    """A person with credentials and an account, who may sign medical reviews."""

    title = factory.Sequence(lambda n: f"Sample reviewer {n}")
    role = "Medical reviewer"
    credentials = "MD"
    user = factory.SubFactory(UserFactory)


class BlogIndexPageFactory(PublishedPageFactory):
    """The blog's front page."""

    class Meta:
        model = BlogIndexPage

    title = "Blog"
    slug = "blog"
    introduction = "What we know about headaches, in plain words."


class TopicIndexPageFactory(PublishedPageFactory):
    """The page of all topics."""

    class Meta:
        model = TopicIndexPage

    title = "Topics"
    slug = "topics"


class TopicPageFactory(PublishedPageFactory):
    """A topic."""

    class Meta:
        model = TopicPage

    title = factory.Sequence(lambda n: f"Topic {n}")
    introduction = "All that belongs to it."


class ArticlePageFactory(PublishedPageFactory):
    """A published article. Takes: parent, main_topic; authors and topics if it has them."""

    class Meta:
        model = ArticlePage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"An article about headaches {n}")
    introduction = "Headaches come in many kinds."
    body = factory.LazyFunction(
        lambda: [
            ("heading", {"text": "What helps", "level": "h2", "anchor": "what-helps"}),
            ("text", RichText("<p>Rest, water and a dark room help many people.</p>")),
        ]
    )

    @factory.post_generation
    def authors(self, create: bool, profiles: Iterable[ProfilePage] | None) -> None:
        """Put these profiles into the byline, in their order."""
        for profile in profiles or []:
            self.article_authors.add(ArticleAuthor(author=profile))
        if create and profiles:
            self.save()

    @factory.post_generation
    def topics(self, create: bool, topics: Iterable[TopicPage] | None) -> None:
        """Give the article more topics than its main one."""
        if create and topics:
            self.topics.set(topics)
            self.save()


class LocationIndexPageFactory(wagtail_factories.PageFactory):
    """Everywhere the clinic sees people."""

    class Meta:
        model = LocationIndexPage

    title = "Locations"


class LocationPageFactory(wagtail_factories.PageFactory):
    """One place, of which nothing is known but its name."""

    class Meta:
        model = LocationPage

    title = factory.Sequence(lambda n: f"Place {n}")


class TreatmentIndexPageFactory(wagtail_factories.PageFactory):
    """Everything the clinic offers."""

    class Meta:
        model = TreatmentIndexPage

    title = "Treatments"


class TreatmentPageFactory(wagtail_factories.PageFactory):
    """One treatment."""

    class Meta:
        model = TreatmentPage

    title = factory.Sequence(lambda n: f"Treatment {n}")


class AppointmentPageFactory(wagtail_factories.PageFactory):
    """The page with the form that asks for an appointment."""

    class Meta:
        model = AppointmentPage

    title = "Appointments"


class AppointmentRequestFactory(factory.django.DjangoModelFactory):
    """What somebody who asks for an appointment told the clinic."""

    class Meta:
        model = AppointmentRequest

    name = "Sample reader"
    email = "reader@example.org"
    submission_key = factory.Sequence(lambda n: f"key {n}")


# --- Comments ---------------------------------------------------------------------------------


class CommentThreadFactory(factory.django.DjangoModelFactory):
    """A thread. Without a page it is one whose article was deleted."""

    class Meta:
        model = CommentThread


class ReaderCommentFactory(factory.django.DjangoModelFactory):
    """A comment that has just arrived. Takes: parent, status; its counters are kept right."""

    class Meta:
        model = ReaderComment

    thread = factory.SubFactory(CommentThreadFactory)
    author_name = "Ann"
    author_email = factory.Sequence(lambda n: f"reader-{n}@example.org")
    author_key = factory.LazyAttribute(lambda comment: author_key(comment.author_email))
    body = "The table is the clearest I have seen."

    @classmethod
    def _create(cls, model_class: type[ReaderComment], *args: Any, **fields: Any) -> ReaderComment:
        parent, status = fields.pop("parent", None), fields.pop("status", Status.PENDING)
        comment = model_class(*args, **fields)
        comment.place(parent)
        comment.save()
        comment.begin(Status(status), "Held: this commenter is not trusted yet.")
        return comment
