"""Where redirects meet Wagtail's admin."""

from wagtail import hooks

from redirects import asking

hooks.register("before_unpublish_page", asking.ask_before_unpublishing)
hooks.register("before_delete_page", asking.ask_before_deleting)
hooks.register("before_bulk_action", asking.ask_before_bulk_action)
hooks.register("after_unpublish_page", asking.say_after_one)
hooks.register("after_delete_page", asking.say_after_one)
hooks.register("after_bulk_action", asking.say_after_many)
