"""Static files as readers get them: hashed, precompressed, and one stylesheet instead of many."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

from .stylesheets import ImportProblem, bundle, minify

STYLESHEETS = ("css/site.css",)


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):
    """Hashes and compresses every file, after joining our stylesheet with all it imports."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Put the joined stylesheets in place of their sources, then go on as ever."""
        joined = {
            name: (_InMemory(_joined(name, paths)), name) for name in STYLESHEETS if name in paths
        }
        yield from super().post_process({**paths, **joined}, dry_run, **options)


class _InMemory:
    """As much of a storage as post-processing asks for: one text to open."""

    def __init__(self, text: str) -> None:
        self.content = text.encode()

    def open(self, name: str, mode: str = "rb") -> File:
        return ContentFile(self.content, name=name)


def _joined(name: str, paths: dict[str, Any]) -> str:
    def read(wanted: str) -> str:
        if wanted not in paths:
            raise FileNotFoundError(wanted)
        storage, path = paths[wanted]
        with storage.open(path) as file:
            return file.read().decode()

    try:
        return minify(bundle(name, read))
    except ImportProblem as problem:
        raise ImproperlyConfigured(str(problem)) from None
