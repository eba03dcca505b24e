"""A database without a site: there is nothing to make larger."""

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.django_db
def test_without_the_starter_site_the_command_says_what_to_do_first():
    with pytest.raises(CommandError, match="load_starter_site"):
        call_command("generate_content", articles=3, comments=0)
