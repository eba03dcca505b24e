"""Everybody's own account in the admin, with a profile picture as clean as any other image."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel

from images.fields import clean_upload
from images.forms import DAMAGED, MOVING, ImageUploadField
from images.reencoding import MovingImageError, UnreadableImageError


class ProfilePictureForm(AvatarPreferencesForm):
    """Wagtail's form, which would keep where and with what a picture was taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.fields["avatar"]
        self.fields["avatar"] = ImageUploadField(
            label=given.label, required=given.required, widget=given.widget
        )

    def clean_avatar(self) -> Any:
        """Draw a new picture afresh, then let Wagtail make it small."""
        file = self.cleaned_data.get("avatar")
        if isinstance(file, UploadedFile):
            try:
                clean_upload(file)
            except MovingImageError as error:
                raise ValidationError(MOVING, code="moving_image") from error
            except UnreadableImageError as error:
                raise ValidationError(DAMAGED, code="invalid_image") from error
            file.name = f"picture.{(file.name or '').rpartition('.')[2]}"
        return super().clean_avatar()


class ProfilePicturePanel(AvatarSettingsPanel):
    """The panel with that form."""

    form_class = ProfilePictureForm
    template_name = "accounts/profile_picture.html"


class CleanAccountView(AccountView):
    """Wagtail's account page with our form for the picture."""

    def get_panels(self) -> list[Any]:
        """Put our panel in the place of Wagtail's."""
        return [
            ProfilePicturePanel(panel.request, panel.user, panel.profile)
            if isinstance(panel, AvatarSettingsPanel)
            else panel
            for panel in super().get_panels()
        ]
