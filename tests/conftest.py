"""Fixtures that every room's tests share."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from hypothesis import HealthCheck, settings
from wagtail.models import Site

from accounts.models import User
from blog.models import ArticlePage, BlogIndexPage, TopicIndexPage, TopicPage
from delivery.memory import forget_everything
from home.models import HomePage
from pages import sitemap_files
from pages.models import SitePage
from people.models import ProfileIndexPage, ProfilePage
from tests.databases import migrated_database, use
from tests.factories import (
    ArticlePageFactory,
    BlogIndexPageFactory,
    HomePageFactory,
    ProfileIndexPageFactory,
    ProfilePageFactory,
    ReviewerFactory,
    TopicIndexPageFactory,
    TopicPageFactory,
    UserFactory,
)
from tests.starter import loaded_starter_site

# Examples take their time to be thought up and tried: on a busy machine that says nothing.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: object
) -> Iterator[None]:
    """Give each worker its own copy of one migrated database."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "gw0")
    with django_db_blocker.unblock(), migrated_database(worker):  # type: ignore[attr-defined]
        yield


@pytest.fixture(scope="session", autouse=True)
def one_sitemap_file_a_room() -> Iterator[None]:
    """Keep a test's pages in the first file of the sitemap, whatever their numbers.

    PostgreSQL does not take numbers back: the pages of a late test have some beyond a file's.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sitemap_files, "PAGES_A_FILE", 1_000_000)
        yield


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    """Let no test see what another left in a cache."""
    yield
    forget_everything()
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(autouse=True)
def no_feed_made_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin in a process that has made no feed yet."""
    monkeypatch.setattr("blog.feeds.views._last_made", {})


@pytest.fixture
def database_to_commit_to(
    django_db_setup: None, django_db_blocker: object, settings: object
) -> Iterator[None]:
    """A database of one test's own, for what only shows once transactions commit."""
    shared = settings.DATABASES["default"]["NAME"]  # type: ignore[attr-defined]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with migrated_database("own"):
            yield
        use(shared)


@pytest.fixture(scope="module")
def starter_site(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """The starter site with its sample comments, for a whole module; what the loader said."""
    folder = tmp_path_factory.mktemp("pictures")
    with django_db_blocker.unblock(), loaded_starter_site(folder) as said:  # type: ignore[attr-defined]
        yield said


@pytest.fixture
def site_home(db: None) -> HomePage:
    """A home page where Wagtail's welcome page was."""
    return stand_home()


def stand_home() -> HomePage:
    """Put a home page where Wagtail's welcome page was."""
    welcome = SitePage.objects.get(depth=2)
    root = SitePage.objects.get(depth=1)
    home = HomePageFactory(parent=root, title="Home", slug="crane")
    Site.objects.filter(is_default_site=True).update(root_page=home)
    forget_everything()
    Site.clear_site_root_paths_cache()
    SitePage.objects.get(pk=welcome.pk).delete()
    return home


@dataclass
class PublishedBlog:
    """The pages around the articles, all published: nothing is in the blog yet."""

    home: HomePage
    index: BlogIndexPage
    topic_index: TopicIndexPage
    topic: TopicPage
    team: ProfileIndexPage
    author: ProfilePage


@pytest.fixture
def published_blog(site_home: HomePage) -> PublishedBlog:
    """A blog with one topic and one author, and no article."""
    index = BlogIndexPageFactory(parent=site_home)
    topic_index = TopicIndexPageFactory(parent=index)
    team = ProfileIndexPageFactory(parent=site_home)
    return PublishedBlog(
        home=site_home,
        index=index,
        topic_index=topic_index,
        topic=TopicPageFactory(parent=topic_index, title="Migraine"),
        team=team,
        author=ProfilePageFactory(parent=team),
    )


@pytest.fixture
def article(published_blog: PublishedBlog) -> ArticlePage:
    """One published article about migraine, with an author."""
    return ArticlePageFactory(
        parent=published_blog.index,
        title="Migraine or headache",
        main_topic=published_blog.topic,
        authors=[published_blog.author],
    )


def in_group(name: str) -> User:
    """Return somebody who belongs to one of the site's groups."""
    user = UserFactory()
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.fixture
def editor(db: None) -> User:
    """Somebody who writes and publishes."""
    return in_group("Editors")


@pytest.fixture
def reviewer(published_blog: PublishedBlog) -> ProfilePage:
    """The profile of somebody with credentials who may sign medical reviews."""
    return ReviewerFactory(
        parent=published_blog.team, title="Sample Reviewer", user=in_group("Medical reviewers")
    )
