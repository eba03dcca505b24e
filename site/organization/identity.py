"""Who speaks on every page: the organization and its website, as schema.org things."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from images.renditions import renditions
from organization.models import Clinic
from seo.metadata import Picture
from seo.nodes import MedicalOrganization, Node, Reference, WebSite

LOGO = "max-600x600|format-png"


def organization_id() -> str:
    """Return the `@id` of the clinic in every graph."""
    return f"{settings.SITE_URL}/#organization"


def website_id() -> str:
    """Return the `@id` of the site in every graph."""
    return f"{settings.SITE_URL}/#website"


def site_language() -> str:
    """Return the language of the site as BCP 47 writes it, such as en-US."""
    language, _, region = settings.LANGUAGE_CODE.partition("-")
    return f"{language}-{region.upper()}" if region else language


def identity_nodes(request: Any) -> Iterable[Node]:
    """Return the clinic and its website, with only what is filled in."""
    clinic = Clinic.current()
    yield MedicalOrganization(
        id=organization_id(),
        name=clinic.name,
        legal_name=clinic.legal_name,
        url=f"{settings.SITE_URL}/",
        description=clinic.description,
        logo=_logo(clinic),
        telephone=clinic.telephone,
        email=clinic.email,
        founding_date=str(clinic.founded) if clinic.founded else None,
        same_as=tuple(clinic.profiles),
    )
    yield WebSite(
        id=website_id(),
        name=clinic.name,
        url=f"{settings.SITE_URL}/",
        description=clinic.description,
        in_language=site_language(),
        publisher=Reference(organization_id()),
    )


def _logo(clinic: Clinic) -> Picture | None:
    if clinic.logo is None:
        return None
    rendition = renditions(clinic.logo, [LOGO]).get(LOGO)
    if rendition is None:
        return None
    return Picture(
        url=rendition.full_url,
        width=rendition.width,
        height=rendition.height,
        alt=clinic.name,
        mime_type="image/png",
    )
