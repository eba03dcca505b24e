"""A site that is not ours to fill."""

import pytest
from django.core.management import CommandError, call_command

from pages.models import SitePage

pytestmark = pytest.mark.django_db


def test_a_site_with_pages_of_its_own_is_refused_in_a_sentence_and_left_alone(site_home):
    before = list(SitePage.objects.order_by("path").values())

    with pytest.raises(CommandError, match=r"already has pages of its own .*Nothing was changed"):
        call_command("load_starter_site", "--samples")

    assert list(SitePage.objects.order_by("path").values()) == before
