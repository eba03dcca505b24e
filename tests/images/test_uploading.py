"""Uploading images in the admin: what is kept of them, and what editors are told."""

import json
import zlib
from io import BytesIO

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import UploadedFile

from images.models import ClinicImage
from tests.factories import image_bytes

pytestmark = pytest.mark.django_db

ADD = "/admin/images/add/"
ADD_SEVERAL = "/admin/images/multiple/add/"
PLACE = "Somewhere in Destin"
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
LATITUDE = 2


def telephone_photograph(image_format="JPEG", name="Kitchen of Ada Example.jpg", **options):
    """Return an upload that says where it was taken, by what, and that it lies on its side."""
    image = Image.new("RGB", (80, 40), "#0A6662")
    exif = Image.Exif()
    exif[MAKE] = PLACE
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[LATITUDE] = (30.0, 23.0, 36.0)
    out = BytesIO()
    image.save(out, image_format, exif=exif, **options)
    assert PLACE.encode() in out.getvalue()
    return SimpleUploadedFile(name, out.getvalue())


def heic_photograph():
    image = Image.new("RGB", (80, 40), "#0A6662")
    exif = Image.Exif()
    exif[MAKE] = PLACE
    exif.get_ifd(GPS)[LATITUDE] = (30.0, 23.0, 36.0)
    out = BytesIO()
    pillow_heif.from_pillow(image).save(out, exif=exif.tobytes())
    assert PLACE.encode() in out.getvalue()
    return SimpleUploadedFile("IMG_0001.heic", out.getvalue())


def upload(client, file, **fields):
    given = {"title": "Kitchen", "file": file, "description": "A kitchen", **fields}
    return client.post(ADD, given)


def what_is_wrong(response):
    assert response.status_code == 200
    return " ".join(response.context["form"].errors.get("file", []))


def every_stored_byte(folder):
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    "photograph",
    [
        lambda: telephone_photograph(),
        lambda: telephone_photograph("PNG", "kitchen.png"),
        lambda: telephone_photograph("WEBP", "kitchen.webp"),
        lambda: telephone_photograph("AVIF", "kitchen.avif"),
        heic_photograph,
    ],
    ids=["JPEG", "PNG", "WebP", "AVIF", "HEIC"],
)
def test_nothing_is_kept_of_where_a_photograph_was_taken(admin_client, media_folder, photograph):
    response = upload(admin_client, photograph())

    assert response.status_code == 302
    image = ClinicImage.objects.get()
    stored = Image.open(image.file.path)
    assert not stored.getexif()
    assert "exif" not in stored.info
    assert PLACE.encode() not in every_stored_byte(media_folder)
    for rendition in ("width-40|format-jpeg", "width-40|format-webp"):
        assert not Image.open(image.get_rendition(rendition).file.path).getexif()


def test_a_photograph_that_lay_on_its_side_stands_up(admin_client):
    upload(admin_client, telephone_photograph())

    image = ClinicImage.objects.get()
    assert (image.width, image.height) == (40, 80)
    assert Image.open(image.file.path).size == (40, 80)


def test_the_name_of_the_file_tells_nothing(admin_client, media_folder):
    upload(admin_client, telephone_photograph())

    names = [file.name for file in media_folder.rglob("*")]
    assert not [name for name in names if "Ada" in name or "Kitchen" in name]


def test_what_hides_behind_a_photograph_is_not_kept(admin_client, media_folder):
    polyglot = image_bytes() + b"<script>alert(1)</script>"

    assert upload(admin_client, SimpleUploadedFile("a.jpg", polyglot)).status_code == 302
    assert b"<script>" not in every_stored_byte(media_folder)


def test_colors_of_a_wide_gamut_are_kept_without_their_profile(admin_client):
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = SimpleUploadedFile("wide.jpg", image_bytes(icc_profile=profile))

    upload(admin_client, file)

    stored = Image.open(ClinicImage.objects.get().file.path)
    assert "icc_profile" not in stored.info
    assert stored.mode == "RGB"


def test_see_through_images_stay_so(admin_client):
    transparent = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(transparent, "WEBP")

    upload(admin_client, SimpleUploadedFile("logo.webp", transparent.getvalue()))

    assert Image.open(ClinicImage.objects.get().file.path).getpixel((5, 5))[3] == 0


def test_a_huge_but_allowed_photograph_is_kept_at_a_sensible_size(admin_client):
    upload(admin_client, SimpleUploadedFile("large.jpg", image_bytes(6000, 3000)))

    assert ClinicImage.objects.get().width == 4000


def bomb():
    """Return a PNG of 30,000 by 30,000 pixels in a few bytes."""

    def chunk(kind, data):
        return (
            len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        )

    size = (30_000).to_bytes(4, "big")
    header = chunk(b"IHDR", size + size + bytes([8, 2, 0, 0, 0]))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def animation():
    frames = [Image.new("RGB", (10, 10), color) for color in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def gif():
    out = BytesIO()
    Image.new("RGB", (10, 10)).save(out, "GIF")
    return out.getvalue()


NOT_SUPPORTED = "Not a supported image format"
HOSTILE = {
    "an SVG": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", NOT_SUPPORTED),
    "an SVG called JPEG": (
        "a.jpg",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "inside it is svg",
    ),
    "a GIF": ("a.gif", gif(), NOT_SUPPORTED),
    "a GIF called JPEG": ("a.jpg", gif(), "but inside it is gif"),
    "HTML called JPEG": (
        "a.jpg",
        b"<html><script>alert(1)</script>",
        "damaged or is not an image",
    ),
    "a torn JPEG": ("a.jpg", image_bytes(400, 400)[:900], "damaged or is not an image"),
    "a torn PNG": ("a.png", image_bytes(400, 400, "PNG")[:200], "damaged or is not an image"),
    "an empty file": ("a.jpg", b"", "empty"),
    "900 million pixels": ("a.png", bomb(), "too many pixels"),
    "an animation": ("a.webp", animation(), "animation"),
    "16 MB": ("a.jpg", image_bytes() + b"\0" * 16 * 1024 * 1024, "too big"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_is_no_proper_image_is_refused_in_words(admin_client, media_folder, case):
    name, content, complaint = HOSTILE[case]

    response = upload(admin_client, SimpleUploadedFile(name, content), title="Typed before")

    assert complaint in what_is_wrong(response)
    assert "Typed before" in response.content.decode()
    assert not ClinicImage.objects.exists()
    assert not every_stored_byte(media_folder)


@pytest.mark.parametrize("case", HOSTILE)
def test_of_several_files_the_bad_one_is_named_and_the_others_go_on(admin_client, case):
    name, content, complaint = HOSTILE[case]

    answer = upload_several(admin_client, SimpleUploadedFile(name, content))

    assert answer["success"] is False
    assert complaint in answer["error_message"]


def test_an_image_that_nobody_describes_is_sent_back(admin_client):
    response = upload(admin_client, SimpleUploadedFile("a.jpg", image_bytes()), description=" ")

    assert "Say what the image shows" in response.content.decode()
    assert not ClinicImage.objects.exists()


def test_decoration_needs_no_description(admin_client):
    file = SimpleUploadedFile("a.jpg", image_bytes())

    assert upload(admin_client, file, description="", is_decoration="on").status_code == 302
    assert ClinicImage.objects.get().is_decoration


def test_the_form_says_what_the_description_is_for(admin_client):
    html = admin_client.get(ADD).content.decode()

    assert "for people who cannot see it" in html
    assert "Screen readers then pass over it" in html


def upload_several(client, file):
    response = client.post(ADD_SEVERAL, {"title": "Kitchen", "files[]": file})
    assert response.status_code == 200
    return json.loads(response.content)


def test_several_images_are_described_one_by_one_after_they_are_sent(admin_client, media_folder):
    answer = upload_several(admin_client, telephone_photograph())

    assert answer["success"] is True
    assert "for people who cannot see it" in answer["form"]
    waiting = UploadedFile.objects.get()
    assert PLACE.encode() not in every_stored_byte(media_folder)
    step = f"/admin/images/multiple/create_from_uploaded_image/{waiting.pk}/"
    prefix = f"uploaded-image-{waiting.pk}"

    blank = admin_client.post(step, {f"{prefix}-title": "Kitchen", f"{prefix}-description": ""})
    assert json.loads(blank.content)["success"] is False
    assert "Say what the image shows" in json.loads(blank.content)["form"]

    told = {f"{prefix}-title": "Kitchen", f"{prefix}-description": "A kitchen"}
    assert json.loads(admin_client.post(step, told).content)["success"] is True
    image = ClinicImage.objects.get()
    assert (image.description, image.width) == ("A kitchen", 40)
    assert not UploadedFile.objects.exists()
    assert not Image.open(image.file.path).getexif()


def test_a_large_photograph_among_several_is_cleaned_too(admin_client, media_folder, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100

    answer = upload_several(admin_client, telephone_photograph())

    assert answer["success"] is True
    assert PLACE.encode() not in every_stored_byte(media_folder)


def test_an_image_is_described_anew_without_being_sent_again(admin_client):
    upload(admin_client, SimpleUploadedFile("a.jpg", image_bytes()))
    image = ClinicImage.objects.get()
    before = image.file.name

    response = admin_client.post(
        f"/admin/images/{image.pk}/", {"title": "Kitchen", "description": "A bright kitchen"}
    )

    assert response.status_code == 302
    image.refresh_from_db()
    assert (image.description, image.file.name) == ("A bright kitchen", before)


def test_a_new_file_takes_the_place_of_the_old_one(admin_client, media_folder):
    upload(admin_client, SimpleUploadedFile("a.jpg", image_bytes()))
    image = ClinicImage.objects.get()
    before = image.file.path

    admin_client.post(
        f"/admin/images/{image.pk}/",
        {"title": "Kitchen", "description": "A kitchen", "file": telephone_photograph()},
    )

    image.refresh_from_db()
    assert image.file.path != before
    assert (image.width, image.height) == (40, 80)
    assert PLACE.encode() not in every_stored_byte(media_folder)


def test_the_same_photograph_twice_is_recognized(admin_client):
    upload_several(admin_client, SimpleUploadedFile("a.jpg", image_bytes()))
    for _ in range(2):
        upload(admin_client, SimpleUploadedFile("a.jpg", image_bytes()))

    hashes = set(ClinicImage.objects.values_list("file_hash", flat=True))
    assert len(hashes) == 1


def test_an_image_made_by_a_program_is_cleaned_as_well(media_folder):
    ClinicImage.objects.create(title="x", description="y", file=telephone_photograph())

    assert PLACE.encode() not in every_stored_byte(media_folder)
