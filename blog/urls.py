"""The feeds' addresses, which follow those of the blog and its topics."""

from django.urls import re_path

from blog import feeds

urlpatterns = [
    re_path(r"^(?P<path>(?:[-\w]+/)+)feed/$", feeds.rss),
    re_path(r"^(?P<path>(?:[-\w]+/)+)feed\.atom$", feeds.atom),
]
