"""The editors' side in the clinic's colors: read by day and in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser import admin
from tests.browser.conftest import DESKTOP


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_door_and_the_first_screen_can_be_read_by_everybody(rows, site, browser, scheme):
    name = f"{scheme}-editor"
    admin.add_person(name, "Editors")
    context = browser.new_context(viewport=DESKTOP, color_scheme=scheme)
    page = context.new_page()

    page.goto(site.address("/admin/login/"))
    at_the_door = Axe().run(page)
    admin.sign_in(page, site, name)
    expect(page.locator(".sidebar-custom-branding .crane")).to_be_visible()
    expect(page.get_by_role("link", name="Write an article")).to_be_visible()
    inside = Axe().run(page)

    assert at_the_door.violations_count == 0, at_the_door.generate_report()
    assert inside.violations_count == 0, inside.generate_report()
    context.close()
