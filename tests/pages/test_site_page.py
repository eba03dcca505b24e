"""The base page model."""

import pytest
from wagtail.models import Page

from pages.models import SitePage


@pytest.mark.django_db
def test_the_root_of_the_tree_is_a_site_page():
    assert SitePage.objects.filter(depth=1).count() == 1
    assert Page is not SitePage
