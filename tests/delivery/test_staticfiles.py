"""Static files as `collectstatic` leaves them and as the server sends them."""

import gzip
import json
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from config.settings import production


@pytest.fixture
def sources(tmp_path, settings) -> Path:
    """A folder of static files, collected the way production does."""
    folder = tmp_path / "static"
    for name, text in {
        "css/site.css": '@layer base;\n@import "base.css" layer(base);\n',
        "css/base.css": "/* calm */\nbody { background: url(../images/leaf.svg); }\n" * 20,
        "images/leaf.svg": "<svg/>",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": production.STORAGES["staticfiles"]}
    return folder


def collect(settings) -> tuple[dict[str, str], Path]:
    """Collect, and return the manifest with the folder it is about."""
    call_command("collectstatic", interactive=False, verbosity=0)
    manifest = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())
    return manifest["paths"], settings.STATIC_ROOT


def test_the_stylesheet_is_one_minified_file_naming_hashed_images(sources, settings):
    names, folder = collect(settings)

    css = (folder / names["css/site.css"]).read_text()

    assert css.startswith("@layer base;@layer base{body{background:url(")
    assert "@import" not in css
    assert "calm" not in css
    assert Path(names["images/leaf.svg"]).name in css


def test_the_stylesheet_lies_ready_compressed_twice(sources, settings):
    names, folder = collect(settings)
    plain = (folder / names["css/site.css"]).read_bytes()

    assert gzip.decompress((folder / f"{names['css/site.css']}.gz").read_bytes()) == plain
    assert brotli.decompress((folder / f"{names['css/site.css']}.br").read_bytes()) == plain


def test_a_change_in_an_imported_file_changes_the_stylesheet_and_its_name(sources, settings):
    before, _ = collect(settings)
    (sources / "css/base.css").write_text("body { color: teal; }")

    after, folder = collect(settings)

    assert after["css/site.css"] != before["css/site.css"]
    assert "color:teal" in (folder / after["css/site.css"]).read_text()


def test_a_missing_import_stops_the_collecting_and_is_named(sources, settings):
    (sources / "css/base.css").unlink()

    with pytest.raises(ImproperlyConfigured, match=r"css/base\.css, which css/site\.css imports"):
        collect(settings)


def test_a_template_naming_a_file_that_does_not_exist_fails_loudly(sources, settings):
    collect(settings)

    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        staticfiles_storage.url("css/forgotten.css")


def test_hashed_files_may_be_kept_forever_and_come_compressed(sources, settings):
    names, _ = collect(settings)
    settings.WHITENOISE_AUTOREFRESH = False
    serve = WhiteNoiseMiddleware(lambda request: pytest.fail("not found"))

    answer = serve(
        RequestFactory().get(f"/static/{names['css/site.css']}", headers={"accept-encoding": "br"})
    )

    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Encoding"] == "br"
