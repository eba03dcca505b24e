"""The twins' addresses, which follow those of the pages. Wagtail's own pattern admits no dots."""

from django.urls import re_path

from pages.views import twin

urlpatterns = [re_path(r"^(?P<path>[-\w]+(?:/[-\w]+)*)\.md$", twin, name="twin")]
