"""A real browser on a real site: Debian's Chromium, or the one CHROMIUM names."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from delivery.memory import forget_everything
from tests import databases
from tests.browser.server import RunningSite, running_site

# The browser's event loop runs beside our queries; they never share a connection.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# The machine may be busy with the other tests: a page that is late is not a page that is wrong.
expect.set_options(timeout=20_000)

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser tests in one worker, on one site; skip them where there is no Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium found: set CHROMIUM"))


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[RunningSite]:
    """The starter site, served as in production."""
    before = str(settings.DATABASES["default"]["NAME"])
    with django_db_blocker.unblock():
        with running_site(tmp_path_factory.mktemp("site")) as running:
            databases.use(before)
            yield running
        databases.use(before)


@pytest.fixture
def rows(site: RunningSite, django_db_blocker: Any) -> Iterator[None]:
    """Let the test read and write the running site's database."""
    before = str(settings.DATABASES["default"]["NAME"])
    with django_db_blocker.unblock():
        databases.use(site.database)
        forget_everything()
        yield
        forget_everything()
        databases.use(before)


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The installed Chromium, kept from asking the network for anything of its own."""
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    )
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One person's browser, at a desk."""
    context = browser.new_context(viewport=DESKTOP)
    yield context
    context.close()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A reader on a phone, without JavaScript."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()
