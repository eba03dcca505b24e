"""A media folder for each test."""

import pytest


@pytest.fixture(autouse=True)
def media_folder(tmp_path, settings):
    """Keep each test's files to itself."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
