"""What people do in the admin, as steps of a browser."""

from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.browser.server import RunningSite

PASSWORD = "a long test password"


def add_person(username: str, *groups: str) -> User:
    """Give somebody an account in these groups."""
    from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
    from django.contrib.auth.models import Group

    from tests.factories import UserFactory

    person = UserFactory(username=username)
    # The running site knows no quick hashes, as tests use them.
    person.password = make_password(PASSWORD, hasher=PBKDF2PasswordHasher())
    person.save()
    person.groups.set(Group.objects.filter(name__in=groups))
    return person


def sign_in(page: Page, site: RunningSite, username: str) -> None:
    """Sign in through the form."""
    page.goto(site.address("/admin/login/"))
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(site.address("/admin/"))


def menu_item(page: Page, name: str) -> Locator:
    """Return an item of the menu at the side, once the menu is there."""
    expect(page.locator(".sidebar-menu-item").first).to_be_visible()
    return page.locator(".sidebar-menu-item", has_text=name)


def edit(page: Page, site: RunningSite, page_id: int) -> None:
    """Open a page in the editor."""
    page.goto(site.address(f"/admin/pages/{page_id}/edit/"))
    expect(page.locator("#id_title")).to_be_visible()


def save_draft(page: Page) -> None:
    """Save without publishing."""
    page.locator("footer .action-save").click()
    page.wait_for_load_state()


def choose_action(page: Page, name: str) -> None:
    """Choose one of the editor's further actions, such as Publish."""
    page.get_by_role("button", name="More actions").click()
    page.locator("footer").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def open_tab(page: Page, name: str) -> None:
    """Show one of the editor's tabs."""
    page.get_by_role("tab", name=name).click()
