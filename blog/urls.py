"""The feeds' addresses, which follow those of the blog, its topics and its authors."""

from django.urls import re_path

from blog.feeds.views import feed
from pages.syndication import KINDS

_SUFFIX = "|".join(kind.suffix.replace(".", r"\.") for kind in KINDS)

urlpatterns = [re_path(rf"^(?P<path>(?:[-\w]+/)+)(?P<suffix>{_SUFFIX})$", feed)]
