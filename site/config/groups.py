"""The groups people sign in as, each with exactly what its work needs.

What is written here holds after every migrate: to give somebody more, make another group.
Permissions are named by codename, so that this room need not know their models.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Q, QuerySet
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
)

from pages.models import SitePage
from review.models import MedicalReviewTask
from review.workflow import establish_workflow


@dataclass(frozen=True)
class Role:
    """A group: what it may do everywhere, on every page, and with every image and document."""

    name: str
    everywhere: frozenset[str] = frozenset()
    on_pages: frozenset[str] = frozenset()
    on_files: frozenset[str] = frozenset()


ENTER = "wagtailadmin.access_admin"
STOCK = "Moderators"
STOCK_WORKFLOW = "Moderators approval"

EDITORS = Role(
    "Editors",
    everywhere=frozenset(
        {
            ENTER,
            *(f"glossary.{verb}_term" for verb in ("add", "change", "delete", "view")),
            "organization.change_announcementbar",
            "organization.change_clinic",
            "organization.change_searchandsocial",
            "crawlers.change_crawlersettings",
            "wagtailredirects.add_redirect",
            "wagtailredirects.change_redirect",
            "wagtailredirects.delete_redirect",
        }
    ),
    # Locking lets them unlock what they locked themselves, and nothing else.
    on_pages=frozenset(
        {
            "pages.add_sitepage",
            "pages.change_sitepage",
            "pages.publish_sitepage",
            "pages.lock_sitepage",
        }
    ),
    on_files=frozenset(
        {
            *(f"wagtailimages.{verb}_image" for verb in ("add", "change", "choose", "delete")),
            *(f"wagtaildocs.{verb}_document" for verb in ("add", "change", "choose", "delete")),
        }
    ),
)
MODERATORS = Role(
    "Comment moderators",
    everywhere=frozenset(
        {
            ENTER,
            "reader_comments.view_readercomment",
            "reader_comments.moderate_readercomment",
            "reader_comments.reply_readercomment",
            "reader_comments.manage_comment_rules",
        }
    ),
)
# The workflow's task lets reviewers read and change a page while it is theirs to sign.
REVIEWERS = Role("Medical reviewers", everywhere=frozenset({ENTER}))
DESK = Role(
    "Appointment desk",
    everywhere=frozenset(
        {ENTER, "clinic.view_appointmentrequest", "clinic.change_appointmentrequest"}
    ),
)
ROLES = (EDITORS, MODERATORS, REVIEWERS, DESK)


def establish_groups() -> None:
    """Make the groups, give them what they need and nothing else, and remove the stock ones."""
    with transaction.atomic():
        for role in ROLES:
            _establish(role)
        _remove_stock()
        establish_workflow(Group.objects.get(name=REVIEWERS.name))


def establish_after_migrate(using: str = DEFAULT_DB_ALIAS, **signal: Any) -> None:
    """Run once a migrate, when every table and every permission is there."""
    if using == DEFAULT_DB_ALIAS and _tables_are_there():
        establish_groups()


def last_app() -> Any:
    """Return the app whose post_migrate comes last, when all others have their permissions."""
    return [config for config in apps.get_app_configs() if config.models_module][-1]


def _establish(role: Role) -> None:
    group, _ = Group.objects.get_or_create(name=role.name)
    group.permissions.set(_permissions(role.everywhere))
    _allow_on_pages(group, _permissions(role.on_pages))
    _allow_on_files(group, _permissions(role.on_files))


def _permissions(names: frozenset[str]) -> QuerySet[Permission]:
    wanted = Q(pk=None)
    for app_label, codename in (name.split(".") for name in names):
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    return Permission.objects.filter(wanted)


def _allow_on_pages(group: Group, permissions: QuerySet[Permission]) -> None:
    root = SitePage.objects.get(depth=1)
    ours = GroupPagePermission.objects.filter(group=group)
    ours.exclude(page=root, permission__in=permissions).delete()
    for permission in permissions:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _allow_on_files(group: Group, permissions: QuerySet[Permission]) -> None:
    root = Collection.get_first_root_node()
    ours = GroupCollectionPermission.objects.filter(group=group)
    ours.exclude(collection=root, permission__in=permissions).delete()
    for permission in permissions:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _remove_stock() -> None:
    """Remove what Wagtail begins with, unless somebody has begun to use it."""
    Group.objects.filter(name=STOCK, user=None).delete()
    Workflow.objects.filter(name=STOCK_WORKFLOW, workflow_states=None).delete()
    GroupApprovalTask.objects.filter(name=STOCK_WORKFLOW, task_states=None).delete()


def _tables_are_there() -> bool:
    tables = set(connections[DEFAULT_DB_ALIAS].introspection.table_names())
    needed = (Group, Permission, SitePage, GroupPagePermission, Collection, MedicalReviewTask)
    return all(model._meta.db_table in tables for model in needed)
