"""What is kept of whoever asked for an appointment, found, written out and erased by address."""

import re
from typing import Any

from django.db.models import Q, QuerySet

from clinic.models import AppointmentRequest
from privacy.holders import Record

REMOVED = "[removed for privacy]"
# What people write freely, and how long each may be.
WRITTEN = {"name": 100, "preferred_time": 200, "note": 1000}


class RequestsOfAPerson:
    """Their requests, and the address where others wrote it down."""

    name = "Requests for an appointment"
    permission = "clinic.delete_appointmentrequest"

    def find(self, address: str) -> list[Record]:
        """Return them, newest first."""
        own = _own(address).select_related("location").prefetch_related("changes")
        return [
            *(Record(f"{each}, {each.submitted_at:%B %-d, %Y}", _facts(each)) for each in own),
            *(
                Record(f"{each} of somebody else holds the address. It would be taken out.")
                for each in _naming(address)
            ),
        ]

    def erase(self, address: str, by: Any) -> int:
        """Delete them; take the address out of what others wrote."""
        naming = list(_naming(address))
        for request in naming:
            for field in WRITTEN:
                said = re.sub(
                    re.escape(address), REMOVED, getattr(request, field), flags=re.IGNORECASE
                )
                setattr(request, field, said[: WRITTEN[field]])
            request.save(update_fields=list(WRITTEN))
        own = _own(address)
        count = own.count()
        own.delete()
        return count + len(naming)


def _own(address: str) -> QuerySet[AppointmentRequest]:
    return AppointmentRequest.objects.filter(email__iexact=address)


def _naming(address: str) -> QuerySet[AppointmentRequest]:
    named = Q()
    for field in WRITTEN:
        named |= Q(**{f"{field}__icontains": address})
    return AppointmentRequest.objects.filter(named).exclude(email__iexact=address)


def _facts(request: AppointmentRequest) -> dict[str, Any]:
    return {
        "name": request.name,
        "telephone": request.telephone,
        "email": request.email,
        "preferred_location": request.location.title if request.location else None,
        "preferred_time": request.preferred_time,
        "note": request.note,
        "status": request.get_status_display(),
        "received": request.submitted_at,
        "changes": [{"at": each.at, "what": str(each)} for each in request.changes.all()],
    }
