"""What readers are asked about before they post: personal details other than the clinic's own."""

from blog.comments.personal import Detail, details
from organization.models import Clinic


def noticed(name: str, body: str) -> tuple[Detail, ...]:
    """Return the personal details in what readers would see of a comment."""
    clinic = Clinic.current()
    everybody_knows = {clinic.telephone, clinic.email, clinic.appointments_email} - {""}
    return details(f"{name}\n{body}", known=everybody_knows)
