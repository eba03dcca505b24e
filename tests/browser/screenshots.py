"""Take the pictures of README.md and docs/for-editors.md: `make screenshots`."""

import os
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Page, sync_playwright

PEOPLE = {
    "editor": "Editors",
    "moderator": "Comment moderators",
    "reviewer": "Medical reviewers",
    "desk": "Appointment desk",
}


def take_all(folder: Path) -> None:
    """Serve the starter site and photograph what the documents speak of."""
    from django.conf import settings

    from blog.models import ArticlePage
    from people.models import ProfileIndexPage
    from tests import databases
    from tests.browser import admin
    from tests.browser.conftest import CHROMIUM, DESKTOP
    from tests.browser.server import running_site
    from tests.factories import AppointmentRequestFactory, ReviewerFactory

    before = str(settings.DATABASES["default"]["NAME"])
    with tempfile.TemporaryDirectory() as scratch, running_site(Path(scratch)) as site:
        databases.use(site.database)
        people = {name: admin.add_person(name, group) for name, group in PEOPLE.items()}
        team = ProfileIndexPage.objects.get()
        ReviewerFactory(parent=team, title="Sample Reviewer", user=people["reviewer"])
        AppointmentRequestFactory(name="Sample patient", preferred_time="Tuesday mornings")
        article = ArticlePage.objects.get(slug="migraine-vs-headache-ketamine")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport=DESKTOP)
            page.goto(site.address("/"))
            _take(page, folder / "home.png")

            admin.sign_in(page, site, "editor")
            _take(page, folder / "first-screen.png")
            admin.edit(page, site, article.pk)
            _take(page, folder / "editor.png")
            admin.choose_action(page, "Publish")
            _take(page, folder / "publish-without-review.png")
            page.get_by_role("button", name="Have it reviewed first").click()
            page.wait_for_load_state()

            page = browser.new_page(viewport=DESKTOP)
            admin.sign_in(page, site, "reviewer")
            _take(page, folder / "reviewer.png")

            page = browser.new_page(viewport=DESKTOP)
            admin.sign_in(page, site, "desk")
            admin.menu_item(page, "Appointments").click()
            page.wait_for_load_state("networkidle")
            _take(page, folder / "appointments.png")

            page = browser.new_page(viewport=DESKTOP)
            admin.sign_in(page, site, "moderator")
            admin.menu_item(page, "Comments").click()
            page.wait_for_load_state("networkidle")
            _take(page, folder / "comments.png")
            browser.close()
        databases.use(before)


def _take(page: Page, file: Path) -> None:
    page.wait_for_timeout(500)
    page.screenshot(path=file)
    sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.testing")
    django.setup()
    take_all(Path("docs/images"))
